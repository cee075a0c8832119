// The layout of a notice.
const { boards } = require("./site.js"), pages = require("./pages.js");

module.exports = (data) => {
  const [place, folder] = boards.split(data.page.inputPath);
  return pages.notice(data, boards.at(place), folder);
};
