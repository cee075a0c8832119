/* Finding without a keyboard: initials (wjh), full pinyin (wangjianhua), characters, numbers, or a mixture.
   The index comes as scripts, because a page on a disk may not fetch; each calls sitegenFound or sitegenSounds.
   Language level: Chromium 86, Safari 13. Text from the index only ever becomes text. */
(function () {
  "use strict";

  /* The page's language, where it is not the source language, says its words in a file of its own (words-….js). */
  var tr = window.boardWords || function (message, values) {
    return message.replace(/\{(\w+)\}/g, function (place, name) { return values[name]; });
  };
  var FIRST_SHOWN = 24;    /* of all kinds together, */
  var LEAST_SHOWN = 2;     /* of each at least */
  var SHOWN_ALONE = 30;
  var AT_A_TIME = 100;
  var LONGEST_QUERY = 32;
  var LOWEST = 0.7;    /* how far down the window what was found may begin */
  var LONGEST_SYLLABLE = 6;
  var SYLLABLE = /^(?:[a-z]|[zcs]h|(?:[bpmfdtnlgkhjqxryw]|[zcs]h?)?[aeiouv]{1,3}(?:ng?|r)?)$/;
  /* What a match costs: best is the whole of a title, as it is mostly read. */
  var AT_START = 10;
  var WITHIN = 20;
  var BESIDE = 40;
  var OTHER_READING = 5;
  var HIDDEN_CHARACTER = 15;
  var AMONG_MANY = 10;
  var CODE = /^[2-9a-hj-np-z]{6}$/;
  var CODE_DIGITS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  var COST = 4096;     /* more than a text has characters */
  var HAN = /[\u3400-\u9fff\uf900-\ufaff\ud840-\ud8ff]/;
  var SKIPPED = /[^0-9a-z*\u00c0-\uffff]|[\u2000-\u206f\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]/;

  var index = {};      /* kind → entries in the order in which they came */
  var signs = {};      /* character → how it may be typed, see signOf */
  var surnames = {};   /* the same for the first character of a name */
  var words = {};      /* word → the same for its characters, where it is read otherwise */
  var wordsIn = null;
  var texts = {};      /* text → its signs: the same words stand in many entries */
  var names = {};
  var ways = {};       /* character → what may be typed for it: letters, cost, whether that is all of it */
  var state = { query: "", kind: "", more: {} };
  var finder, field, results, said, kinds, waiting;

  /* ---- how a text may be typed ---- */

  function waysOf(syllables) {
    var found = [];
    var known = {};
    function add(letters, cost, whole) {
      if (known[letters]) return;
      known[letters] = true;
      found.push({ letters: letters, cost: cost, whole: whole });
    }
    syllables.forEach(function (syllable, place) {
      var cost = place ? OTHER_READING : 0;
      add(syllable, cost, true);
      if (syllable.indexOf("v") > 0) add(syllable.replace("v", "u"), cost, true);
      add(syllable.charAt(0), cost, false);
      if (/^[zcs]h/.test(syllable)) add(syllable.slice(0, 2), cost, false);
    });
    return found;
  }

  /* As waysOf, and the ways of the character where it stands elsewhere, which people may mean as well. */
  function waysHere(syllables, character) {
    return waysOf(syllables).concat((ways[character] || []).map(function (way) {
      return { letters: way.letters, cost: way.cost + OTHER_READING, whole: way.whole };
    }));
  }

  /* One bit a letter, one for all else: which texts may hold a query is told by its first letter. */
  function bitOf(character) {
    var place = character.charCodeAt(0) - 97;
    return place >= 0 && place < 26 ? 1 << place : 1 << 26;
  }

  function signOf(character, itsWays) {
    var plain = Array.from(character.normalize("NFKC").toLowerCase())[0] || " ";
    var sign = { plain: plain, ways: itsWays || [], skip: SKIPPED.test(plain), bits: bitOf(plain) };
    sign.ways.forEach(function (way) { sign.bits |= bitOf(way.letters); });
    return sign;
  }

  window.sitegenSounds = function (sounds) {
    var readings = {};
    [sounds.first, sounds.other].forEach(function (table) {
      Object.keys(table).forEach(function (syllable) {
        Array.from(table[syllable]).forEach(function (character) {
          (readings[character] = readings[character] || []).push(syllable);
        });
      });
    });
    Object.keys(readings).forEach(function (character) { ways[character] = waysOf(readings[character]); });
    Object.keys(sounds.surnames).forEach(function (character) {
      surnames[character] = signOf(character, waysHere(sounds.surnames[character].split(" "), character));
    });
    Object.keys(sounds.phrases).forEach(function (word) {
      var syllables = sounds.phrases[word].split(" ");
      words[word] = Array.from(word).map(function (character, place) {
        return signOf(character, waysHere([syllables[place]], character));
      });
    });
    var longestFirst = Object.keys(words).sort(function (one, two) { return two.length - one.length; });
    wordsIn = longestFirst.length ? new RegExp(longestFirst.join("|"), "g") : null;
  };

  /* The signs of a text, and the bits of all of them. `isName`: it begins with a surname. */
  function prepare(text, isName) {
    var known = isName ? names : texts;
    if (Object.prototype.hasOwnProperty.call(known, text)) return known[text];
    var characters = Array.from(text);
    var found = characters.map(function (character, place) {
      var named = (isName && place === 0) || characters[place + 1] === "*";
      if (named && surnames[character]) return surnames[character];
      return signs[character] || (signs[character] = signOf(character, ways[character]));
    });
    if (wordsIn && characters.length === text.length) {
      text.replace(wordsIn, function (word, at) {
        words[word].forEach(function (sign, place) { found[at + place] = sign; });
        return word;
      });
    }
    var bits = found.reduce(function (sum, sign) { return sum | sign.bits; }, 0);
    var number = text.replace(/\D/g, "").replace(/^0+/, "");
    var called = number.replace(/^(\d)0+(?=\d)/, "$1");
    return (known[text] = { signs: found, bits: bits, number: number, called: called, asked: null, answer: null });
  }

  function textsOf(entry) {
    if (!entry.texts) {
      entry.texts = [prepare(entry.title, entry.kind === "households")];
      entry.more.forEach(function (text) { entry.texts.push(prepare(text, false)); });
    }
    return entry.texts;
  }

  /* ---- matching ---- */

  function cheaper(best, next, cost) {
    if (next < 0) return best;
    next += cost * COST;
    return best < 0 || next < best ? next : best;
  }

  /* What remains of the query, from the character `at` on: the least cost × COST plus the place behind the match,
     or −1. A * stands for characters of a name that are hidden: it may be passed over, or stand for any one of
     them, once. */
  function follow(text, at, query, from, free) {
    if (from === query.length) return at;
    while (at < text.length && text[at].skip) at += 1;
    if (at === text.length) return -1;
    var sign = text[at];
    if (sign.plain === "*") return followHidden(text, at, query, from, free);
    var best = -1;
    if (query.startsWith(sign.plain, from)) {
      best = follow(text, at + 1, query, from + sign.plain.length, free);
    }
    for (var each = 0; each < sign.ways.length; each += 1) {
      var way = sign.ways[each];
      if (query.startsWith(way.letters, from)) {
        best = cheaper(best, follow(text, at + 1, query, from + way.letters.length, free), way.cost);
      } else if (way.whole && way.letters.startsWith(query.slice(from))) {
        best = cheaper(best, at + 1, way.cost);
      }
    }
    return best;
  }

  function followHidden(text, at, query, from, free) {
    var best = follow(text, at + 1, query, from, free);
    if (!free) return best;
    for (var length = 1; length <= LONGEST_SYLLABLE && from + length <= query.length; length += 1) {
      if (SYLLABLE.test(query.substr(from, length))) {
        best = cheaper(best, follow(text, at + 1, query, from + length, false), HIDDEN_CHARACTER);
      }
    }
    var next = Array.from(query.slice(from))[0];
    if (HAN.test(next)) {
      best = cheaper(best, follow(text, at + 1, query, from + next.length, false), HIDDEN_CHARACTER);
    }
    return best;
  }

  /* The best place of the query in a text: cost, start and end, or null. */
  function matchText(text, query) {
    if (text.asked === query) return text.answer;
    text.asked = query;
    text.answer = null;
    var bit = bitOf(query);
    if (!(text.bits & bit)) return null;
    for (var at = 0; at < text.signs.length; at += 1) {
      if (!(text.signs[at].bits & bit)) continue;
      var match = follow(text.signs, at, query, 0, true);
      if (match < 0) continue;
      var end = match % COST;
      var cost = (match - end) / COST;
      var whole = at === 0 && end === text.signs.length && cost < HIDDEN_CHARACTER;
      cost += whole ? 0 : at === 0 ? AT_START : WITHIN;
      if (!text.answer || cost < text.answer.cost) text.answer = { cost: cost, start: at, end: end, whole: whole };
    }
    return text.answer;
  }

  function matchEntry(entry, query) {
    var best = null;
    var number = /^\d+$/.test(query) ? query.replace(/^0+/, "") : null;
    textsOf(entry).forEach(function (text, place) {
      var match = matchText(text, query);
      if (!match && place && entry.kind === "households" && text.called === number) {
        match = { cost: 0, start: 0, end: text.signs.length, whole: false };   /* 37: the third group's 7, 3007 */
      }
      if (!match) return;
      var cost = match.cost + (place && !match.whole ? BESIDE : 0);
      if (place && text.number === number) cost = 0;   /* 37 finds 0037 and H-037 before 1370 */
      if (!best || cost < best.cost) best = { cost: cost, place: place, start: match.start, end: match.end };
    });
    if (entry.initials && entry.initials.indexOf(query) === 0) {
      var cost = entry.initials === query ? 0 : AT_START;
      if (!best || cost <= best.cost) best = { cost: cost, place: -1, start: 0, end: 0 };
    }
    if (best && entry.kind === "finance-lines") best.cost += AMONG_MANY;
    return best;
  }

  function plainQuery(text) {
    return text.normalize("NFKC").toLowerCase().replace(/ü/g, "v").slice(0, LONGEST_QUERY).split(/\s+/)
      .map(function (part) {
        return Array.from(part).filter(function (character) {
          return character !== "*" && !SKIPPED.test(character);
        }).join("");
      })
      .filter(Boolean);
  }

  /* The code that the page of an entry bears on paper, as sitegen/paper/code.py makes it from the page's path. */
  function codeOf(entry) {
    if (entry.code === undefined) {
      var board = finder.getAttribute("data-board");
      var number = checksum((board ? board + "/" : "") + entry.href);
      entry.code = entry.href.indexOf("#") < 0 ? [25, 20, 15, 10, 5, 0].map(function (shift) {
        return CODE_DIGITS.charAt(number >>> shift & 31);
      }).join("") : "";
    }
    return entry.code;
  }

  /* The CRC-32 of a text in UTF-8. */
  function checksum(text) {
    var bytes = unescape(encodeURIComponent(text));
    var rest = -1;
    for (var at = 0; at < bytes.length; at += 1) {
      rest ^= bytes.charCodeAt(at);
      for (var bit = 0; bit < 8; bit += 1) rest = rest >>> 1 ^ (rest & 1 ? 0xEDB88320 : 0);
    }
    return ~rest;
  }

  /* The matches of one kind, the best first; every word of the query must be found. */
  function search(entries, parts) {
    var found = [];
    var code = parts.length === 1 && CODE.test(parts[0]) ? parts[0].toUpperCase() : "";
    entries.forEach(function (entry, place) {
      if (code && codeOf(entry) === code) {
        found.push({ entry: entry, cost: 0, mark: null, place: place });
        return;
      }
      var cost = 0;
      var mark = null;
      for (var each = 0; each < parts.length; each += 1) {
        var match = matchEntry(entry, parts[each]);
        if (!match) return;
        cost += match.cost;
        if (!mark || mark.place) mark = match;
      }
      found.push({ entry: entry, cost: cost, mark: mark, place: place });
    });
    return found.sort(function (one, two) { return one.cost - two.cost || one.place - two.place; });
  }

  /* ---- the index ---- */

  function today() {
    var now = new Date();
    function two(number) { return (number < 10 ? "0" : "") + number; }
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  window.sitegenFound = function (kind, rows) {
    var day = today();
    rows.forEach(function (row) {
      if (row[3] && row[3] <= day) return;
      index[kind].push({ kind: kind, href: row[0], title: row[1], more: row[2] || [], initials: row[4] });
    });
    show();
    warm(index[kind], 0);
  };

  /* Texts are prepared, and searched once, before the first key, a few at a time: it is answered as fast as others. */
  function warm(entries, from) {
    search(entries.slice(from, from + AT_A_TIME), ["a"]);
    if (from + AT_A_TIME < entries.length) window.setTimeout(warm, 0, entries, from + AT_A_TIME);
  }

  function load(path) {
    var script = document.createElement("script");
    script.src = path.split("/").map(encodeURIComponent).join("/");
    script.async = false;
    document.head.appendChild(script);
  }

  /* The first script of a kind comes at once, further ones of a long kind when something is looked for. */
  function loadMore() {
    waiting.splice(0).forEach(load);
  }

  /* ---- what is shown ---- */

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function marked(place, text, mark) {
    if (!mark) {
      place.appendChild(document.createTextNode(text));
      return place;
    }
    var characters = Array.from(text);
    [[0, mark.start], [mark.start, mark.end], [mark.end, characters.length]].forEach(function (span, part) {
      var piece = characters.slice(span[0], span[1]).join("");
      if (piece) place.appendChild(part === 1 ? element("mark", "", piece) : document.createTextNode(piece));
    });
    return place;
  }

  function line(found) {
    var entry = found.entry;
    var mark = found.mark;
    var item = element("li");
    var link = element("a");
    link.href = entry.href.split("#").map(function (part) {
      return part.split("/").map(encodeURIComponent).join("/");
    }).join("#");
    link.appendChild(marked(element("span", "what"), entry.title, mark && mark.place === 0 ? mark : null));
    var beside = element("span", "told");
    entry.more.forEach(function (text, place) {
      beside.appendChild(marked(element("span"), text, mark && mark.place === place + 1 ? mark : null));
    });
    if (entry.more.length) link.appendChild(beside);
    item.appendChild(link);
    if (entry.kind === "boards") {
      var inside = element("a", "inside", tr("在里面查找"));
      inside.href = link.getAttribute("href").replace(/index\.html$/, "search.html");
      item.appendChild(inside);
    }
    return item;
  }

  /* The best of a kind, `first` of them at first. */
  function group(button, found, first) {
    var kind = button.getAttribute("data-kind");
    var shown = state.more[kind] || first;
    var section = element("section", "finds");
    var head = element("h2", "", button.firstChild.textContent.trim());
    head.appendChild(element("span", "count", tr("{n} 条", { n: found.length })));
    section.appendChild(head);
    var list = element("ol");
    found.slice(0, shown).forEach(function (each) { list.appendChild(line(each)); });
    section.appendChild(list);
    if (found.length > shown) {
      var rest = element("button", "rest", tr("再看 {n} 条", { n: Math.min(SHOWN_ALONE, found.length - shown) }));
      rest.type = "button";
      rest.addEventListener("click", function () {
        state.more[kind] = shown + SHOWN_ALONE;
        show();
        var links = results.querySelectorAll("[data-of='" + kind + "'] li");
        if (links[shown]) links[shown].firstChild.focus();
      });
      section.appendChild(rest);
    }
    section.setAttribute("data-of", kind);
    return section;
  }

  function wanted(button) {
    var kind = button.getAttribute("data-kind");
    return kind && (!state.kind || state.kind === kind);
  }

  function show() {
    var parts = plainQuery(state.query);
    var groups = [];
    var total = 0;
    kinds.forEach(function (button, place) {
      var kind = button.getAttribute("data-kind");
      var count = button.querySelector("[data-count]");
      if (!kind) return;
      var found = parts.length ? search(index[kind], parts) : all(index[kind]);
      count.textContent = found.length;
      button.classList.toggle("none", !found.length && kind !== state.kind);
      if (!wanted(button) || !found.length || !(parts.length || state.kind)) return;
      total += found.length;
      groups.push({ button: button, found: found, place: place });
    });
    groups.sort(function (one, two) { return one.found[0].cost - two.found[0].cost || one.place - two.place; });
    results.textContent = "";
    var first = state.kind ? SHOWN_ALONE : Math.max(LEAST_SHOWN, Math.floor(FIRST_SHOWN / groups.length));
    groups.forEach(function (each) { results.appendChild(group(each.button, each.found, first)); });
    if (!parts.length) said.textContent = "";
    else said.textContent = total ? tr("找到 {n} 条", { n: total }) : tr("没有找到。少按几个字母再试，或者从下面的栏目里找。");
  }

  function all(entries) {
    return entries.map(function (entry, place) { return { entry: entry, cost: 0, mark: null, place: place }; });
  }

  /* ---- the page ---- */

  function press(query, kind) {
    if (query !== state.query || kind !== state.kind) state.more = {};
    state.query = query.slice(0, LONGEST_QUERY);
    state.kind = kind;
    if (field.value !== state.query) field.value = state.query;
    kinds.forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-kind") === kind));
    });
    if (state.query) loadMore();
    remember();
    show();
    if (state.query && results.getBoundingClientRect().top > window.innerHeight * LOWEST) finder.scrollIntoView();
  }

  /* The address says what is looked for, so that the way back leads to it. */
  function remember() {
    var said = [];
    if (state.query) said.push("q=" + encodeURIComponent(state.query));
    if (state.kind) said.push("kind=" + encodeURIComponent(state.kind));
    if (!said.length && !window.location.hash) return;
    try { window.history.replaceState(null, "", "#" + said.join("&")); } catch (refused) { /* the page works without */ }
  }

  function recall() {
    var query = "";
    var kind = "";
    window.location.hash.slice(1).split("&").forEach(function (part) {
      var value = part.slice(part.indexOf("=") + 1);
      try { value = decodeURIComponent(value.replace(/\+/g, " ")); } catch (broken) { return; }
      if (part.indexOf("q=") === 0) query = value;
      if (part.indexOf("kind=") === 0 && Object.prototype.hasOwnProperty.call(index, value)) kind = value;
    });
    press(query, kind);
  }

  function typeAnywhere(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.key.length !== 1) return;
    if (event.target !== document.body && event.target.id !== "main") return;
    if (event.key === " ") return;
    field.focus();
  }

  function switchKeypad(button, open) {
    finder.classList.toggle("keyless", !open);
    button.setAttribute("aria-expanded", String(open));
  }

  function onClick(selector, act) {
    Array.prototype.forEach.call(finder.querySelectorAll(selector), function (button) {
      button.addEventListener("click", function () { act(button); });
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    finder = document.querySelector("[data-finder]");
    field = document.getElementById("query");
    results = finder.querySelector("[data-results]");
    said = finder.querySelector("[data-said]");
    kinds = Array.prototype.slice.call(finder.querySelectorAll("[data-kind]"));
    waiting = [];
    var loaded = [finder.getAttribute("data-sounds")];
    kinds.forEach(function (button) {
      if (!button.getAttribute("data-kind")) return;
      index[button.getAttribute("data-kind")] = [];
      var files = button.getAttribute("data-files").split(" ");
      if (loaded.indexOf(files[0]) < 0) loaded.push(files[0]);
      waiting = waiting.concat(files.slice(1));
    });
    loaded.forEach(load);
    onClick("[data-key]", function (button) { press(state.query + button.getAttribute("data-key"), state.kind); });
    onClick("[data-erase]", function () { press(Array.from(state.query).slice(0, -1).join(""), state.kind); });
    onClick("[data-clear]", function () { press("", ""); });
    onClick("[data-kind]", function (button) { press(state.query, button.getAttribute("data-kind")); });
    onClick("[data-keypad-switch]", function (button) {
      switchKeypad(button, finder.classList.contains("keyless"));
      finder.scrollIntoView();
    });
    switchKeypad(finder.querySelector("[data-keypad-switch]"), !window.matchMedia("(max-width: 45em)").matches);
    field.addEventListener("input", function () { press(field.value, state.kind); });
    document.addEventListener("keydown", typeAnywhere);
    window.addEventListener("hashchange", recall);
    finder.hidden = false;
    recall();
  });
})();
