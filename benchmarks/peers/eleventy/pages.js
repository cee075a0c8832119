// The HTML of all kinds of pages.
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;" };
const escape = (value) => {
  const text = value === undefined || value === null ? "" : String(value);
  return /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]) : text;
};
const money = (fen) => (fen / 100).toFixed(2);
const points = (hundredths) => String(hundredths / 100);
const cell = (value) => `<td>${escape(value)}</td>`;
const sum = (fen) => `<td>${money(fen)}</td>`;
const day = (date) => date.toISOString().slice(0, 10);
const asDay = (value) => (value instanceof Date ? day(value) : String(value));
const table = (labels, rows, foot = "") =>
  `<table>${labels.length ? `<thead><tr>${labels.map((label) => `<th>${label}</th>`).join("")}</tr></thead>` : ""}<tbody>\n${rows.join("\n")}\n</tbody>${foot && `<tfoot>${foot}</tfoot>`}</table>\n`;

const link = ([name, url]) => `<li><a href="${url}">${escape(name)}</a></li>`;
const trail = (board) => (board.trail ??= [...board.above, board].map((one) => link([one.name, one.url])).join(""));

function frame(title, crumbs, main) {
  title = escape(title);
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/board.css">
</head>
<body>
<nav aria-label="位置"><ol>${crumbs}<li>${title}</li></ol></nav>
<main>
<h1>${title}</h1>
${main}</main>
<footer><p>三务公开</p></footer>
</body>
</html>
`;
}

const FOLDERS = { party: "党务公开", affairs: "村务公开", finance: "财务公开", points: "积分排名", contracts: "合同台账" };
const inside = (board, folder) => trail(board) + link([FOLDERS[folder], `${board.url}${folder}/index.html`]);

const noticeRow = (notice) =>
  `<tr><td>${day(notice.date)}</td><td><a href="${notice.url}">${escape(notice.data.title)}</a></td>${cell(notice.data.category)}${cell(notice.data.issuer)}</tr>`;
const noticeList = (board, folder, notices) => frame(FOLDERS[folder], trail(board), table([], notices.map(noticeRow)));

function notice(data, board, folder) {
  const term = data.notice ? ` 公示期 ${asDay(data.notice.start)} 至 ${asDay(data.notice.end)}` : "";
  return frame(data.title, inside(board, folder), `<p>${day(data.page.date)} ${escape(data.category)} ${escape(data.issuer)}${term}</p>\n<article>${data.content}</article>\n`);
}

const rankRow = (board) => (row) =>
  `<tr><td>${row.rank}</td><td><a href="${board.url}points/households/${row.house.id}.html">${escape(row.house.name)}</a></td>${cell(row.house.group)}<td>${points(row.points)}</td></tr>`;
const ranking = (board, rows) => table(["名次", "户主", "组别", "积分"], rows.map(rankRow(board)));

function pointsOverview(board) {
  const periods = board.rankings.map(({ period }) => `<li><a href="${board.url}points/${period}.html">${period}</a></li>`).join("");
  return frame(FOLDERS.points, trail(board), `<ul>${periods}</ul>\n${ranking(board, board.year)}`);
}

const periodRanking = (board, { period, rows }) => frame(`${period} 积分排名`, inside(board, "points"), ranking(board, rows));

function passbook(board, { house, entries, total }) {
  let balance = 0;
  const rows = entries.map((entry) => {
    balance += entry.points;
    return `<tr>${cell(entry.date)}${cell(entry.rule.title)}${cell(entry.rule.category)}<td>${points(entry.points)}</td><td>${points(balance)}</td>${cell(entry.note)}</tr>`;
  });
  const head = `<p>${escape(house.id)} ${escape(house.group)} ${escape(house.grid)} 积分 ${points(total)}</p>\n`;
  return frame(`${house.name} 积分存折`, inside(board, "points"), head + table(["日期", "事项", "类别", "分值", "余额", "备注"], rows));
}

function finance(board, notices) {
  const rows = board.statements.map(
    (one) => `<tr><td><a href="${board.url}finance/${one.period}.html">${one.period}</a></td>${sum(one.opening)}${sum(one.income)}${sum(one.expense)}${sum(one.closing)}</tr>`);
  const foot = `<tr><td>合计</td><td></td>${sum(board.own.income)}${sum(board.own.expense)}<td></td></tr>`;
  return frame(FOLDERS.finance, trail(board), table(["期间", "期初", "收入", "支出", "期末"], rows, foot) + table([], notices.map(noticeRow)));
}

function statement(board, one) {
  const part = ({ side, lines, sum: total, categories }) => {
    const rows = lines.map(
      (line) => `<tr>${cell(line.date)}${cell(line.item)}${cell(line.category)}${cell((side === "income" && line.contract) || line.voucher)}${sum(line.fen)}</tr>`);
    const subtotals = categories.map(([category, fen]) => `<tr><td>小计</td>${cell(category)}${sum(fen)}</tr>\n`).join("");
    return `<h2>${side === "income" ? "收入" : "支出"}</h2>\n${table(["日期", "事项", "科目", "凭据", "金额"], rows, `${subtotals}<tr><td>合计</td>${sum(total)}</tr>`)}`;
  };
  const head = `<p>期初 ${money(one.opening)} 期末 ${money(one.closing)}</p>\n`;
  return frame(`${one.period} 收支明细`, inside(board, "finance"), head + one.parts.map(part).join(""));
}

const LISTED = ["title", "counterparty", "area_mu", "start", "end", "amount_due", "amount_received", "status"];

function contracts(board) {
  const rows = board.contracts.map(
    (one) => `<tr><td><a href="${board.url}contracts/${one.id}.html">${escape(one.id)}</a></td>${LISTED.map((key) => cell(one[key])).join("")}</tr>`);
  const foot = `<tr><td>合计 ${board.contracts.length}</td>${sum(board.area)}${sum(board.due)}${sum(board.received)}</tr>`;
  return frame(FOLDERS.contracts, trail(board), table(["编号", "名称", "承包方", "面积（亩）", "起", "止", "应收", "实收", "状态"], rows, foot));
}

const FACTS = { 编号: "id", 类型: "kind", 承包方: "counterparty", 标的: "asset", "面积（亩）": "area_mu", 起: "start", 止: "end", 年租金: "annual_rent", 应收: "amount_due", 实收: "amount_received", 状态: "status", 问题: "issue", 已整改: "rectified" };

function contract(board, one) {
  const facts = Object.entries(FACTS).map(([label, key]) => `<dt>${label}</dt><dd>${escape(one[key])}</dd>`);
  return frame(one.title, inside(board, "contracts"), `<dl>${facts.join("")}</dl>\n`);
}

function home(board, notices, held) {
  const parts = [`<p>代码 ${escape(board.code)} 人口 ${escape(board.population)} 户数 ${escape(board.households)}</p>\n`];
  if (notices.length) {
    const latest = notices.slice(0, 10).map((one) => `<li><time>${day(one.date)}</time> <a href="${one.url}">${escape(one.data.title)}</a></li>\n`);
    parts.push(`<h2>最新公告</h2>\n<ul>${latest.join("")}</ul>\n`);
  }
  const last = board.statements.at(-1);
  if (last) parts.push(`<h2>最新财务</h2>\n<p><a href="${board.url}finance/${last.period}.html">${last.period}</a> 期初 ${money(last.opening)} 收入 ${money(last.income)} 支出 ${money(last.expense)} 期末 ${money(last.closing)}</p>\n`);
  if (board.year) parts.push(`<h2>积分前十</h2>\n${table([], board.year.slice(0, 10).map(rankRow(board)))}`);
  if (board.contracts.length) parts.push(`<h2>合同</h2>\n<p>合同 ${board.contracts.length} 面积 ${money(board.area)} 应收 ${money(board.due)} 实收 ${money(board.received)}</p>\n`);
  if (board.below.length) {
    const rows = board.below.map((one) => `<tr><td><a href="${one.url}index.html">${escape(one.name)}</a></td>${cell(one.population)}${cell(one.households)}${sum(one.income)}${sum(one.expense)}</tr>`);
    parts.push(`<h2>下级</h2>\n${table(["名称", "人口", "户数", "收入", "支出"], rows)}`);
  }
  const folders = Object.keys(FOLDERS).filter((folder) => held.has(folder)).map((folder) => [FOLDERS[folder], `${board.url}${folder}/index.html`]);
  const ways = [...board.below.map((one) => [one.name, `${one.url}index.html`]), ...folders].sort(([, a], [, b]) => (a < b ? -1 : 1));
  parts.push(`<p>${ways.map(([name, url]) => `<a href="${url}">${escape(name)}</a> `).join("")}</p>\n`);
  return frame(board.name, board.above.length ? trail(board.above.at(-1)) : "", parts.join(""));
}

module.exports = { home, noticeList, notice, pointsOverview, periodRanking, passbook, finance, statement, contracts, contract };
