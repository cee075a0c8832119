/* Reading aloud, where the machine has a voice: a page block by block, a table row by row, what is being read marked.
   `window.boardReader`: able(), whenAble(act), read(root, speak, done, from), speak(words, then), stop(), busy().
   Language level: Chromium 86, Safari 13. */
window.boardReader = (function () {
  "use strict";

  /* The page's language, where it is not the source language, says its words in a file of its own (words-….js). */
  var tr = window.boardWords || function (message, values) {
    return message.replace(/\{(\w+)\}/g, function (place, name) { return values[name]; });
  };
  var BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, caption, tr, summary, blockquote";
  var synth = window.speechSynthesis;
  var turn = 0; // whoever starts or stops makes all that was under way fall silent
  var reading = false;

  /* Chinese content is read by a Chinese voice, whatever the language around it. */
  function voice(words) {
    var voices = synth ? synth.getVoices() : [];
    var lang = document.documentElement.lang;
    var wanted = /^zh/.test(lang) || /[\u4e00-\u9fff]/.test(words || "") ? /^(zh|cmn)/i : new RegExp("^" + lang.slice(0, 2), "i");
    return voices.filter(function (each) { return wanted.test(each.lang); })[0] || null;
  }

  function able() {
    return voice() !== null;
  }

  function whenAble(act) {
    if (synth && synth.addEventListener) synth.addEventListener("voiceschanged", act);
    else if (synth) synth.onvoiceschanged = act;
  }

  function speak(words, then) {
    var utterance = new SpeechSynthesisUtterance(words);
    var mine = turn;
    reading = true;
    utterance.voice = voice(words);
    utterance.lang = utterance.voice ? utterance.voice.lang : document.documentElement.lang;
    utterance.rate = 0.9;
    utterance.onend = utterance.onerror = function () {
      if (mine === turn) then();
    };
    synth.speak(utterance);
  }

  function stop() {
    turn += 1;
    reading = false;
    if (synth) synth.cancel();
    Array.prototype.forEach.call(document.querySelectorAll(".reading-aloud"), function (place) {
      place.classList.remove("reading-aloud");
    });
  }

  function seen(element) {
    return element.getClientRects().length > 0 && !element.closest("[aria-hidden='true'], [data-unread]");
  }

  /* The blocks of a place in their order; one within another is read with it. */
  function blocks(root) {
    return Array.prototype.filter.call(root.querySelectorAll(BLOCKS), function (element) {
      var outer = element.parentNode.closest("tr, p, dd, li");
      var inner = element.tagName === "LI" && element.querySelector("p, ul, ol, table");
      return seen(element) && !inner && !(outer && root.contains(outer) && !outer.querySelector("p, ul, ol, table"));
    });
  }

  /* What is seen, without what only decorates it. */
  function text(node) {
    return Array.prototype.map.call(node.childNodes, function (child) {
      if (child.nodeType === Node.TEXT_NODE) return child.data;
      return child.nodeType === Node.ELEMENT_NODE && seen(child) ? text(child) : "";
    }).join("");
  }

  /* As one would say it: cells with their heads, amounts without separators and empty fen. */
  function words(element) {
    var said = element.tagName !== "TR" ? text(element) : Array.prototype.map.call(element.cells, function (cell) {
      var head = cell.getAttribute("data-label");
      return text(cell).trim() ? (head ? head + " " : "") + text(cell) : "";
    }).filter(Boolean).join("，");
    return said.replace(/\s+/g, " ").replace(/(\d),(?=\d{3})/g, "$1").replace(/(\d)\.00(?!\d)/g, "$1")
      .replace(/−/g, tr("负")).replace(/—/g, tr("没有数")).trim();
  }

  /* Read `root` from its first block on, or from the first of which `from` says so; `speak` says words and calls back,
     `done` is called at the end. */
  function read(root, say, done, from) {
    stop();
    var list = blocks(root);
    var start = from ? Math.max(list.findIndex(from), 0) : 0;
    var mine = turn;
    reading = true;
    (function next(at) {
      if (mine !== turn) return;
      if (at > start) list[at - 1].classList.remove("reading-aloud");
      if (at === list.length) {
        reading = false;
        return done();
      }
      var said = words(list[at]);
      if (!said) return next(at + 1);
      list[at].classList.add("reading-aloud");
      list[at].scrollIntoView({ block: "center" });
      say(said, function () { next(at + 1); });
    })(start);
  }

  return { able: able, whenAble: whenAble, read: read, speak: speak, stop: stop, busy: function () { return reading; } };
})();
