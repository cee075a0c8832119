// The boards of the content folder, read once, and what lies where.
const path = require("path"), read = require("./boards.js");

const content = process.env.CONTENT;
const all = read(content);
const byPlace = new Map(all.map((board) => [board.place, board]));

// "…/t01/v01/party/x.md" → ["t01/v01", "party"]
function split(inputPath) {
  const parts = path.relative(content, inputPath).split(path.sep);
  return [parts.slice(0, -2).join("/"), parts.at(-2)];
}

module.exports = { content, boards: { all, split, at: (place) => byPlace.get(place) } };
