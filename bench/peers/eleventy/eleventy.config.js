// All that is looked up from more than one page is joined once, in collections.

const CITATION = /\[@([\w-]+), para\. (\d+)\]/g;
const FACT = /\[([^\]]+)\]\{fact=([\w-]+)\}/g;

export default function (config) {
  config.addCollection("joins", (pages) => {
    const articles = pages.getFilteredByTag("articles");
    const topics = pages.getFilteredByTag("topics");
    const joins = {
      labels: Object.fromEntries(articles.map((page) => [page.fileSlug, page.data.label])),
      facts: {},
      ofTopic: {},
      ofFact: {},
      ofParagraph: {},
      statements: {},
    };
    const { facts, readings } = topics[0].data;
    for (const fact of facts) {
      joins.facts[fact.id] = fact;
      (joins.ofTopic[fact.topic] ??= []).push(fact);
    }
    for (const [article, read] of Object.entries(readings)) {
      for (const reading of read) {
        (joins.ofFact[reading.fact] ??= []).push({ ...reading, article });
        (joins.ofParagraph[`${article}/${reading.paragraph}`] ??= []).push(reading);
      }
    }
    for (const topic of topics) {
      const text = topic.data.answer + "\n" + topic.rawInput;
      for (const [, said, article, number] of text.matchAll(
        /([^\n]+?) \[@([\w-]+), para\. (\d+)\]\./g,
      )) {
        (joins.statements[`${article}/${number}`] ??= []).push({
          words: said.replace(FACT, "$1"),
          topic: topic.data.title,
          address: `${topic.url}#${article}-${number}`,
        });
      }
    }
    return joins;
  });

  config.addFilter("paragraphs", (html) => html.split("<p>").slice(1));
  config.addFilter("linked", (html, joins) =>
    html
      .replace(
        FACT,
        (_, words, id) =>
          `<a class="fact" href="/facts/${joins.facts[id].topic}.html#${id}">${words}</a>`,
      )
      .replace(
        CITATION,
        (_, article, number) =>
          `<a class="citation" id="${article}-${number}" href="/articles/${article}.html#p${number}">` +
          `${joins.labels[article]}, para. ${number}</a>`,
      ),
  );
  config.addFilter("day", (date) =>
    date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" }),
  );

  return {
    dir: { input: "content", includes: "../_includes", data: "../_data", output: "output" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
