/* Hard words explained where they stand: the first occurrence of each word of the glossary (glossary….js) on a page
   becomes a button, which opens a note at the lower edge. Without the script the foot of the page leads to all of them.
   Language level: Chromium 86, Safari 13. */
(function () {
  "use strict";

  var tr = window.boardWords || function (message, values) {
    return message.replace(/\{(\w+)\}/g, function (place, name) { return values[name]; });
  };
  var UNMARKED = "button, summary, label, select, textarea, svg, pre, script, style, .vh, [hidden], dfn";
  var note = null;
  var opener = null;

  function make(tag, className, text) {
    var element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function button(className, entry, words) {
    var element = make("button", className, words);
    element.type = "button";
    element.setAttribute("aria-haspopup", "dialog");
    element.setAttribute("aria-expanded", "false");
    element.addEventListener("click", function () { if (opener === element) close(); else open(entry, element); });
    return element;
  }

  function close() {
    if (!opener) return;
    var back = opener;
    opener = null;
    back.setAttribute("aria-expanded", "false");
    note.hidden = true;
    back.focus();
  }

  function makeNote() {
    var inner = make("div", "wrap");
    var shut = make("button", "shut", tr("关闭"));
    var all = document.querySelector("[data-glossary]");
    var ways = make("p", "ways");
    note = make("div", "gloss-note");
    note.setAttribute("role", "dialog");
    note.setAttribute("aria-labelledby", "gloss-word");
    note.setAttribute("data-unread", "");
    note.tabIndex = -1;
    shut.type = "button";
    shut.addEventListener("click", close);
    inner.appendChild(make("h2")).id = "gloss-word";
    inner.appendChild(make("p", "means"));
    ways.appendChild(shut);
    if (all) {
      ways.appendChild(make("a", "", all.textContent)).href = all.href;
    }
    inner.appendChild(ways);
    note.appendChild(inner);
    note.addEventListener("keydown", function (event) { if (event.key === "Escape") close(); });
    document.body.appendChild(note);
  }

  function open(entry, element) {
    if (!note) makeNote();
    if (opener) opener.setAttribute("aria-expanded", "false");
    opener = element;
    element.setAttribute("aria-expanded", "true");
    note.querySelector("h2").textContent = element.getAttribute("data-word");
    note.querySelector(".means").textContent = entry[1];
    note.hidden = false;
    note.focus({ preventScroll: true });
    keepInSight(element);
  }

  /* What the note explains stays in sight above it. */
  function keepInSight(element) {
    var over = element.getBoundingClientRect().bottom + 16 - note.getBoundingClientRect().top;
    if (over > 0) window.scrollBy(0, over);
  }

  /* Words that are letters stand by themselves; Chinese ones may stand within others. */
  function escaped(word) {
    var literal = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return /^\w.*\w$/.test(word) ? "\\b" + literal + "\\b" : literal;
  }

  /* The words that stand in a text, the longest first, with their entries; null for those that are none. */
  function wordsIn(text, entries) {
    var found = {};
    entries.forEach(function (entry) {
      entry[0].forEach(function (word) {
        if (text.indexOf(word) < 0) return;
        found[word] = entry;
        entry[2].forEach(function (other) { found[other] = null; });
      });
    });
    return found;
  }

  /* On a narrow screen a table has no heads to touch: their words stand in a line above it. */
  function repeatAbove(head, entry, word) {
    var table = head.closest(".table");
    var line = table && table.previousElementSibling;
    if (!table) return;
    if (!line || line.className !== "table-words") {
      line = make("p", "table-words");
      line.setAttribute("data-unread", "");
      table.parentNode.insertBefore(line, table);
    }
    line.appendChild(button("gloss", entry, word)).setAttribute("data-word", word);
    line.appendChild(document.createTextNode(" "));
  }

  /* In a row of boxes a text is one box: its parts must not become several. */
  function keepTogether(text) {
    if (!/flex|grid/.test(window.getComputedStyle(text.parentElement).display)) return;
    var box = make("span");
    text.parentNode.insertBefore(box, text);
    box.appendChild(text);
  }

  function mark(main, entries) {
    var known = wordsIn(main.textContent, entries);
    var words = Object.keys(known).sort(function (one, two) { return two.length - one.length; });
    if (!words.length) return;
    var pattern = new RegExp(words.map(escaped).join("|"), "g");
    var done = [];
    var linked = [];
    var walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    var node = walker.nextNode();

    function fresh(word) {
      return known[word] && done.indexOf(known[word]) < 0;
    }

    function first(text) {
      var match;
      pattern.lastIndex = 0;
      do match = pattern.exec(text); while (match && !fresh(match[0]));
      return match;
    }

    while (node) {
      var match = first(node.data);
      var parent = node.parentElement;
      if (match && !parent.closest(UNMARKED)) {
        var link = parent.closest("a");
        if (link) {
          if (!link.closest("nav")) linked.push([link, match[0]]);
        } else {
          keepTogether(node);
          var word = node.splitText(match.index);
          var rest = word.splitText(match[0].length);
          var term = button("gloss", known[match[0]], match[0]);
          term.setAttribute("data-word", match[0]);
          word.parentNode.replaceChild(term, word);
          done.push(known[match[0]]);
          if (parent.closest("thead th")) repeatAbove(parent.closest("th"), known[match[0]], match[0]);
          walker.currentNode = rest;
          node = rest;
          continue;
        }
      } else if (match && parent.closest("th button")) {
        linked.push([parent.closest("button"), match[0]]);
      }
      node = walker.nextNode();
    }
    linked.forEach(function (place) {
      if (!fresh(place[1])) return;
      var sign = button("gloss-sign", known[place[1]], "");
      sign.setAttribute("data-word", place[1]);
      sign.setAttribute("aria-label", tr("解释“{word}”", { word: place[1] }));
      place[0].parentNode.insertBefore(sign, place[0].nextSibling);
      done.push(known[place[1]]);
    });
  }

  /* Heads that a narrow screen hides are no stop of the keyboard. */
  function passHidden() {
    Array.prototype.forEach.call(document.querySelectorAll("thead .gloss"), function (term) {
      term.tabIndex = window.getComputedStyle(term.closest("thead")).position === "absolute" ? -1 : 0;
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    var main = document.getElementById("main");
    if (!main || !window.boardGlossary) return;
    mark(main, window.boardGlossary);
    passHidden();
    window.addEventListener("resize", passHidden);
    document.addEventListener("click", function (event) {
      if (event.target.closest("[data-tool]")) window.setTimeout(passHidden, 0);
    });
  });
})();
