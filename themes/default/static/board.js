/* What a reader gains with a script; without it every page is complete.
   Language level: Chromium 86, Safari 13. Loaded in the head, so that letter size and contrast
   stand before anything is drawn; the rest waits for the document. */
(function () {
  "use strict";

  /* The page's language, where it is not the source language, says its words in a file of its own (words-….js). */
  var tr = window.boardWords || function (message, values) {
    return message.replace(/\{(\w+)\}/g, function (place, name) { return values[name]; });
  };
  var DAY = 24 * 60 * 60 * 1000;
  var STALE_AFTER_DAYS = 10;
  var NARROW_IN_LETTERS = 46;
  var SIZES = [["", tr("标准")], ["large", tr("大")], ["huge", tr("特大")]];
  var CONTRASTS = [["", tr("标准")], ["black", tr("黑字白底")], ["yellow", tr("黄字黑底")]];
  var root = document.documentElement;
  var statics = document.currentScript.src.replace(/[^/]*$/, "");
  /* The hall's screen (kiosk.js) shows pages in a frame of this name, with the letter size behind it. */
  var screen = window.parent !== window && /^kiosk\b ?(\w*)/.exec(window.name);

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  /* Storage may be refused, as on file:// in some browsers. A screen in the hall remembers nothing of anybody. */
  function recall(name) {
    if (screen) return name === "size" ? screen[1] : "";
    try { return window.localStorage.getItem("board-" + name) || ""; } catch (refused) { return ""; }
  }

  function remember(name, value) {
    if (screen) return;
    try { window.localStorage.setItem("board-" + name, value); } catch (refused) { /* this page only */ }
  }

  function apply(name, value) {
    if (value) root.setAttribute("data-" + name, value);
    else root.removeAttribute("data-" + name);
    fitNarrow();
  }

  /* A screen is narrow when few letters fit across: larger letters make more screens narrow. */
  function fitNarrow() {
    var sheet = document.getElementById("narrow");
    var letter = parseFloat(window.getComputedStyle(root).fontSize) || 18;
    if (sheet) sheet.media = "screen and (max-width: " + Math.round(letter * NARROW_IN_LETTERS) + "px)";
    each(".table", markFit);
  }

  /* A table that is wider than its place scrolls there, also by keyboard. */
  function markFit(place) {
    var fits = place.firstElementChild.offsetWidth <= place.clientWidth + 1;
    place.classList.toggle("fits", fits);
    if (fits) {
      place.removeAttribute("tabindex");
      return;
    }
    var caption = place.querySelector("caption");
    place.tabIndex = 0;
    place.setAttribute("role", "group");
    if (caption) place.setAttribute("aria-label", caption.textContent);
  }

  function tool(button, name, choices) {
    var word = button.querySelector("[data-value]");
    function show() {
      var now = root.getAttribute("data-" + name) || "";
      word.textContent = choices.filter(function (choice) { return choice[0] === now; })[0][1];
    }
    button.addEventListener("click", function () {
      var now = root.getAttribute("data-" + name) || "";
      var at = choices.findIndex(function (choice) { return choice[0] === now; });
      var next = choices[(at + 1) % choices.length][0];
      apply(name, next);
      remember(name, next);
      show();
    });
    show();
  }

  function dayNumber(text) {
    var parts = String(text).split("-");
    return Math.round(Date.UTC(+parts[0], parts[1] - 1, +parts[2]) / DAY);
  }

  function today() {
    var now = new Date();
    return Math.round(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / DAY);
  }

  /* The pages print absolute days; how many are left depends on the day of reading. */
  function countDays(place) {
    var left = dayNumber(place.getAttribute("data-until")) - today();
    if (place.classList.contains("badge")) {
      if (left < 0 && place.classList.contains("running")) {
        place.classList.remove("running");
        place.classList.add("ended");
        place.textContent = tr("公示期满");
      }
      return;
    }
    var words = document.createElement("span");
    words.className = "days-left";
    words.textContent = left > 0 ? tr("还有 {n} 天可以提意见", { n: left }) : left === 0 ? tr("今天是最后一天") : tr("公示期已满");
    place.appendChild(words);
  }

  function withdraw(place) {
    if (today() < dayNumber(place.getAttribute("data-withdraw-on"))) return;
    if (place.tagName === "MAIN" || place.tagName === "ARTICLE") {
      place.textContent = tr("公示期已满，内容已撤下。");
    } else {
      place.hidden = true;
    }
  }

  function reportAge(place) {
    if (!window.sitegenBuilt) return;
    var age = today() - dayNumber(window.sitegenBuilt);
    if (age <= STALE_AFTER_DAYS) return;
    place.querySelector("[data-age]").textContent = age;
    place.hidden = false;
  }

  /* ---- reading aloud ---- */

  /* Where the machine has a voice for the page, it is read from where one is, row by row; what is read is marked. */
  function offerReading(button) {
    var synth = window.speechSynthesis;
    var label = button.textContent;
    var mine = new RegExp("^(zh|cmn|" + root.lang.slice(0, 2) + ")", "i");
    if (!synth || screen) return;

    function look() {
      if (synth.getVoices().some(function (voice) { return mine.test(voice.lang); })) button.hidden = false;
    }

    function silent() {
      button.textContent = label;
    }

    function toggle() {
      var reader = window.boardReader;
      if (reader.busy()) {
        reader.stop();
        return silent();
      }
      button.textContent = tr("停止");
      reader.read(document.getElementById("main"), reader.speak, silent, function (block) {
        return block.getBoundingClientRect().bottom > 0;
      });
    }

    button.addEventListener("click", function () {
      if (window.boardReader) return toggle();
      var script = document.createElement("script");
      script.src = statics + "read.js";
      script.onload = toggle;
      document.head.appendChild(script);
    });
    window.addEventListener("pagehide", function () { synth.cancel(); });
    if (synth.addEventListener) synth.addEventListener("voiceschanged", look);
    look();
  }

  /* ---- a text to send on ---- */

  /* The newer way to the clipboard is closed to pages that are opened from a disk. */
  function copyText(button) {
    var text = button.closest(".share").querySelector("[data-copied]");
    var label = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", function () {
      var selection = window.getSelection();
      var done = false;
      selection.selectAllChildren(text);
      try { done = document.execCommand("copy"); } catch (refused) { /* the text stays selected */ }
      button.textContent = done ? tr("已复制，可以到微信群里粘贴") : tr("已选中，请长按复制");
      window.setTimeout(function () { button.textContent = label; }, 5000);
    });
  }

  /* ---- sorting ---- */

  function sortKey(cell) {
    var text = cell ? (cell.getAttribute("data-sort") || cell.textContent).trim() : "";
    var plain = text.replace(/[,%\s]/g, "").replace("−", "-").replace(/^欠/, "");
    if (text === "" || text === "—") return null;
    return /^-?\d+(\.\d+)?$/.test(plain) ? parseFloat(plain) : text;
  }

  function compare(one, two) {
    if (typeof one === "number" && typeof two === "number") return one - two;
    return String(one).localeCompare(String(two), "zh-Hans-CN", { numeric: true });
  }

  /* What is missing stands last, whichever way one sorts. */
  function sortRows(table, column, direction) {
    Array.prototype.forEach.call(table.tBodies, function (body) {
      if (body.classList.contains("sums")) return;
      var rows = Array.prototype.map.call(body.rows, function (row, place) {
        return { row: row, key: sortKey(row.cells[column]), place: place };
      });
      rows.sort(function (one, two) {
        if (one.key === null || two.key === null) return (one.key === null) - (two.key === null) || one.place - two.place;
        return direction * compare(one.key, two.key) || one.place - two.place;
      });
      rows.forEach(function (entry) { body.appendChild(entry.row); });
    });
  }

  function makeSortable(table) {
    var heads = Array.prototype.slice.call(table.tHead.rows[table.tHead.rows.length - 1].cells);
    table.classList.add("sorting");
    heads.forEach(function (head, column) {
      if (head.hasAttribute("data-unsorted")) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () {
        var first = head.classList.contains("n") ? "descending" : "ascending";
        var other = first === "ascending" ? "descending" : "ascending";
        var next = head.getAttribute("aria-sort") === first ? other : first;
        heads.forEach(function (each) { each.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", next);
        sortRows(table, column, next === "ascending" ? 1 : -1);
      });
    });
  }

  /* On the hall's screen a page is worked by fingers alone, and leads nowhere by itself. */
  function goOnScreen() {
    var sheet = document.createElement("link");
    var script = document.createElement("script");
    sheet.rel = "stylesheet";
    sheet.href = statics + "kiosk-page.css";
    script.src = statics + "read.js";
    script.onload = function () {
      var second = document.createElement("script");
      second.src = statics + "kiosk-page.js";
      document.head.appendChild(second);
    };
    root.setAttribute("data-kiosk", "");
    document.head.appendChild(sheet);
    document.head.appendChild(script);
  }

  if (screen) goOnScreen();
  apply("size", recall("size"));
  apply("contrast", recall("contrast"));

  document.addEventListener("DOMContentLoaded", function () {
    fitNarrow();
    each("[data-tools]", function (tools) { tools.hidden = false; });
    each("[data-tool='size']", function (button) { tool(button, "size", SIZES); });
    each("[data-tool='contrast']", function (button) { tool(button, "contrast", CONTRASTS); });
    each("[data-until]", countDays);
    each("[data-withdraw-on]", withdraw);
    each("[data-stale]", reportAge);
    each("[data-tool='read']", offerReading);
    each("[data-copy]", copyText);
    each("table[data-sortable]", makeSortable);
  });
  window.addEventListener("load", fitNarrow);
  window.addEventListener("resize", fitNarrow);
})();
