// Reads the tree of boards and adds up what its pages show. Money and points are counted in hundredths.
const fs = require("fs"), path = require("path"), yaml = require("js-yaml");

const hundredths = (text) => Math.round(Number(text || 0) * 100);
const text = (...parts) => fs.readFileSync(path.join(...parts), "utf8");
const readYaml = (...parts) => yaml.load(text(...parts), { schema: yaml.CORE_SCHEMA }); // days stay text
const names = (folder) => (fs.existsSync(folder) ? fs.readdirSync(folder).sort() : []);

function cells(line) {
  if (!line.includes('"')) return line.split(",");
  const found = [];
  for (const [, quoted, plain] of (line + ",").matchAll(/(?:"((?:[^"]|"")*)"|([^,]*)),/g))
    found.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
  return found;
}

// The rows of a CSV file, each an array, and where each column stands in them.
function readCsv(...parts) {
  const rows = text(...parts).split(/\r?\n/).filter(Boolean).map(cells);
  return { at: Object.fromEntries(rows.shift().map((name, index) => [name, index])), rows };
}

function objects({ at, rows }) {
  const columns = Object.entries(at);
  return rows.map((row) => Object.fromEntries(columns.map(([name, index]) => [name, row[index]])));
}

function ranked(houses, points) {
  const rows = houses.map((house) => ({ house, points: points.get(house.id) || 0, rank: 0 }));
  rows.sort((a, b) => b.points - a.points); // stable: equal points stay in the order of the register
  rows.forEach((row, i) => (row.rank = i && rows[i - 1].points === row.points ? rows[i - 1].rank : i + 1));
  return rows;
}

function statement(folder, period) {
  const head = readYaml(folder, `${period}.yaml`);
  const parts = ["income", "expense"].map((side) => {
    const beside = path.join(folder, `${period}-${side}.csv`);
    const lines = head[side] || (fs.existsSync(beside) ? objects(readCsv(beside)) : []);
    const categories = new Map();
    let sum = 0;
    for (const line of lines) {
      line.fen = hundredths(line.amount);
      sum += line.fen;
      categories.set(line.category, (categories.get(line.category) || 0) + line.fen);
    }
    return { side, lines, sum, categories: [...categories].sort() };
  });
  const [opening, closing] = [hundredths(head.opening), hundredths(head.closing)];
  return { period, opening, closing, parts, income: parts[0].sum, expense: parts[1].sum };
}

function addPoints(board, folder) {
  const ledgers = names(path.join(folder, "points")).filter((name) => /^\d.*\.csv$/.test(name));
  board.rankings = [];
  board.books = [];
  if (!ledgers.length) return;
  const rules = new Map(readYaml(folder, "points", "rules.yaml").rules.map((rule) => [rule.id, rule]));
  const list = fs.existsSync(path.join(folder, "households.csv")) ? "households.csv" : "points/households.csv";
  const houses = objects(readCsv(folder, list)).map((row) => ({
    id: row.id || row.户号, name: row.name || row.户主, group: row.group || row.村民小组, grid: row.grid || row.网格,
  }));
  const books = new Map(houses.map((house) => [house.id, { house, entries: [], total: 0 }]));
  for (const name of ledgers) {
    const { at, rows } = readCsv(folder, "points", name), period = new Map();
    for (const row of rows) {
      const rule = rules.get(row[at.rule]), book = books.get(row[at.household]);
      let points = hundredths(row[at.points] || (rule.points.min ?? rule.points));
      if (row[at.quantity]) points *= Number(row[at.quantity]);
      if (row[at.reverses]) points = -points;
      book.entries.push({ date: row[at.date], rule, points, note: row[at.note] });
      book.total += points;
      period.set(book.house.id, (period.get(book.house.id) || 0) + points);
    }
    board.rankings.push({ period: name.replace(".csv", ""), rows: ranked(houses, period) });
  }
  board.books = [...books.values()];
  for (const { entries } of board.books) entries.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  board.year = ranked(houses, new Map(board.books.map((book) => [book.house.id, book.total])));
}

const BESIDE = new Set(["schedule.csv", "payments.csv", "amendments.csv"]);

function addContracts(board, folder) {
  const files = names(path.join(folder, "contracts")).filter((name) => name.endsWith(".csv") && !BESIDE.has(name));
  board.contracts = files.flatMap((name) => objects(readCsv(folder, "contracts", name)));
  board.area = board.due = board.received = 0;
  for (const contract of board.contracts) {
    board.area += hundredths(contract.area_mu);
    board.due += hundredths(contract.amount_due);
    board.received += hundredths(contract.amount_received);
  }
}

// The board in a folder with all boards below it; `all` collects them, parents first.
function readBoard(content, place, above, all) {
  const folder = path.join(content, place);
  const board = { ...readYaml(folder, "board.yaml"), place, above, url: place ? `/${place}/` : "/", below: [] };
  all.push(board);
  const files = names(path.join(folder, "finance")).filter((name) => name.endsWith(".yaml"));
  board.statements = files.map((name) => statement(path.join(folder, "finance"), name.replace(".yaml", "")));
  addPoints(board, folder);
  addContracts(board, folder);
  board.income = board.statements.reduce((sum, one) => sum + one.income, 0);
  board.expense = board.statements.reduce((sum, one) => sum + one.expense, 0);
  board.own = { income: board.income, expense: board.expense };
  for (const name of names(folder)) {
    if (!fs.existsSync(path.join(folder, name, "board.yaml"))) continue;
    const child = readBoard(content, place ? `${place}/${name}` : name, [...above, board], all);
    board.below.push(child);
    board.income += child.income;
    board.expense += child.expense;
  }
  return board;
}

module.exports = (content) => {
  const all = [];
  readBoard(content, "", [], all);
  return all;
};
