export default {
  layout: "article.njk",
  tags: "articles",
  permalink: (data) => `/articles/${data.page.fileSlug}.html`,
};
