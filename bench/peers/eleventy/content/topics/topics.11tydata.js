export default {
  layout: "topic.njk",
  tags: "topics",
  permalink: (data) => `/topics/${data.page.fileSlug}.html`,
};
