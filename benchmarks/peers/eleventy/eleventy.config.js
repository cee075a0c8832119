// Notices are Markdown templates; all other pages are rows of one paginated template a kind.
const path = require("path");
const { content, boards } = require("./site.js"), pages = require("./pages.js");

const NOTICES = ["party", "affairs", "finance"];
const rows = (list, url, body) => boards.all.flatMap((board) => list(board).map((item) => ({ url: url(board, item), body: () => body(board, item) })));
const some = (list, item) => (list.length ? [item] : []);

module.exports = (config) => {
  config.setQuietMode(true);
  config.setUseGitIgnore(false);
  config.setTemplateFormats(["md", "11ty.js"]);
  config.setLibrary("md", require("markdown-it")());
  config.addGlobalData("layout", "notice.11ty.js");
  config.addGlobalData("permalink", () => ({ page }) => path.relative(content, page.inputPath).replace(/\.md$/, ".html"));

  const notices = new Map();
  const of = (board, folder) => notices.get(`${board.place}/${folder}`) || [];
  config.addCollection("notices", (api) => {
    notices.clear();
    for (const item of api.getAll()) {
      const key = boards.split(item.inputPath).join("/");
      if (!notices.has(key)) notices.set(key, []);
      notices.get(key).push(item);
    }
    for (const list of notices.values()) list.sort((a, b) => b.date - a.date);
    return [];
  });

  const held = (board) => new Set([
    ...NOTICES.filter((folder) => of(board, folder).length),
    ...some(board.statements, "finance"), ...some(board.books, "points"), ...some(board.contracts, "contracts"),
  ]);

  const kinds = {
    home: () => rows((board) => [board], (board) => `${board.url}index.html`, (board) =>
      pages.home(board, NOTICES.flatMap((folder) => of(board, folder)).sort((a, b) => b.date - a.date), held(board))),
    notices: () => rows((board) => ["party", "affairs"].filter((folder) => of(board, folder).length), (board, folder) => `${board.url}${folder}/index.html`,
      (board, folder) => pages.noticeList(board, folder, of(board, folder))),
    finance: () => rows((board) => some(board.statements, board), (board) => `${board.url}finance/index.html`, (board) => pages.finance(board, of(board, "finance"))),
    statements: () => rows((board) => board.statements, (board, one) => `${board.url}finance/${one.period}.html`, pages.statement),
    points: () => rows((board) => some(board.books, board), (board) => `${board.url}points/index.html`, pages.pointsOverview),
    rankings: () => rows((board) => board.rankings, (board, one) => `${board.url}points/${one.period}.html`, pages.periodRanking),
    passbooks: () => rows((board) => board.books, (board, book) => `${board.url}points/households/${book.house.id}.html`, pages.passbook),
    registers: () => rows((board) => some(board.contracts, board), (board) => `${board.url}contracts/index.html`, pages.contracts),
    contracts: () => rows((board) => board.contracts, (board, one) => `${board.url}contracts/${one.id}.html`, pages.contract),
  };
  for (const [kind, list] of Object.entries(kinds)) {
    config.addTemplate(`${kind}.11ty.js`, class {
      data() {
        return {
          layout: null,
          eleventyExcludeFromCollections: true,
          eleventyImport: { collections: ["notices"] },
          // A function, so that lists of notices are known by the time it is asked.
          pagination: { data: "collections.notices", before: list, size: 1, alias: "row" },
          permalink: ({ row }) => row.url,
        };
      }
      render({ row }) {
        return row.body();
      }
    });
  }
  return { dir: { input: content, includes: process.env.LAYOUTS, data: "_none" } };
};
