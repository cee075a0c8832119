/* Finding without a keyboard: initials (wjh), full pinyin (wangjianhua), characters, numbers, or a mixture.
   The index comes as scripts, because a page on a disk may not fetch; each calls sitegenFound or sitegenSounds.
   Language level: Chromium 86, Safari 13. Text from the index only ever becomes text. */
(function () {
  "use strict";

  var FIRST_SHOWN = 6;
  var SHOWN_ALONE = 30;
  var LONGEST_QUERY = 32;
  var LOWEST = 0.7;    /* how far down the window what was found may begin */
  var LONGEST_SYLLABLE = 6;
  /* What a match costs: best is the whole of a title, as it is mostly read. */
  var AT_START = 10;
  var WITHIN = 20;
  var BESIDE = 40;
  var OTHER_READING = 5;
  var HIDDEN_CHARACTER = 30;
  var HAN = /[\u3400-\u9fff\uf900-\ufaff\ud840-\ud8ff]/;
  var SKIPPED = /[^0-9a-z*\u00c0-\uffff]|[\u2000-\u206f\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]/;

  var index = {};      /* kind → entries in the order in which they came */
  var moves = {};      /* character → what may be typed for it: [letters, cost] */
  var surnames = {};   /* the same for the first character of a name */
  var words = {};      /* words that are read otherwise than character by character */
  var wordsIn = null;
  var state = { query: "", kind: "", more: {} };
  var finder, field, results, said, kinds, waiting;

  /* ---- how a text may be typed ---- */

  function waysOf(syllables) {
    var ways = [];
    var known = {};
    function add(letters, cost, whole) {
      if (known[letters]) return;
      known[letters] = true;
      ways.push([letters, cost, whole]);
    }
    syllables.forEach(function (syllable, place) {
      var cost = place ? OTHER_READING : 0;
      add(syllable, cost, true);
      if (syllable.indexOf("v") > 0) add(syllable.replace("v", "u"), cost, true);
      add(syllable.charAt(0), cost, false);
      if (/^[zcs]h/.test(syllable)) add(syllable.slice(0, 2), cost, false);
    });
    return ways;
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
    Object.keys(readings).forEach(function (character) { moves[character] = waysOf(readings[character]); });
    Object.keys(sounds.surnames).forEach(function (character) {
      var usual = sounds.surnames[character].split(" ");
      surnames[character] = waysOf(usual).concat(costlier(moves[character]));
    });
    Object.keys(sounds.phrases).forEach(function (word) {
      var syllables = sounds.phrases[word].split(" ");
      words[word] = Array.from(word).map(function (character, place) {
        return waysOf([syllables[place]]).concat(costlier(moves[character] || []));
      });
    });
    var longestFirst = Object.keys(words).sort(function (one, two) { return two.length - one.length; });
    wordsIn = longestFirst.length ? new RegExp(longestFirst.join("|"), "g") : null;
  };

  function costlier(ways) {
    return ways.map(function (way) { return [way[0], way[1] + OTHER_READING, way[2]]; });
  }

  /* Characters of a text, and for each the ways to type it; made when it is first searched. */
  function prepare(text, isName) {
    var characters = Array.from(text);
    var plain = characters.map(function (character) {
      return Array.from(character.normalize("NFKC").toLowerCase())[0] || " ";
    });
    var ways = characters.map(function (character, place) {
      var named = (isName && place === 0) || plain[place + 1] === "*";
      return (named && surnames[character]) || moves[character] || null;
    });
    if (wordsIn && characters.length === text.length) {
      text.replace(wordsIn, function (word, at) {
        words[word].forEach(function (way, place) { ways[at + place] = way; });
        return word;
      });
    }
    return { characters: characters, plain: plain, ways: ways };
  }

  /* ---- matching ---- */

  /* What remains of the query, from the character `at` on: its least cost and the place behind the match, or null.
     A * stands for characters of a name that are hidden: it may be passed over, or stand for any one of them, once. */
  function follow(text, at, query, from, free) {
    if (from === query.length) return { cost: 0, end: at };
    while (at < text.plain.length && SKIPPED.test(text.plain[at])) at += 1;
    if (at === text.plain.length) return null;
    var found = null;
    function take(length, cost) {
      var rest = follow(text, at + 1, query, from + length, free);
      if (rest && (!found || rest.cost + cost < found.cost)) found = { cost: rest.cost + cost, end: rest.end };
    }
    var character = text.plain[at];
    if (character === "*") {
      take(0, 0);
      if (free) {
        free = false;
        var letters = /^[a-z]*/.exec(query.slice(from))[0].length;
        for (var length = 1; length <= Math.max(1, Math.min(letters, LONGEST_SYLLABLE)); length += 1) {
          if (letters || HAN.test(query.charAt(from))) take(length, HIDDEN_CHARACTER);
        }
      }
      return found;
    }
    if (query.substr(from, character.length) === character) take(character.length, 0);
    var ways = text.ways[at];
    if (!ways) return found;
    var remaining = query.slice(from);
    ways.forEach(function (way) {
      if (remaining.length < way[0].length) {
        if (way[2] && way[0].indexOf(remaining) === 0 && (!found || way[1] < found.cost)) {
          found = { cost: way[1], end: at + 1 };
        }
      } else if (remaining.lastIndexOf(way[0], 0) === 0) {
        take(way[0].length, way[1]);
      }
    });
    return found;
  }

  function mayBegin(text, at, first) {
    if (text.plain[at].charAt(0) === first) return true;
    var ways = text.ways[at];
    return Boolean(ways) && ways.some(function (way) { return way[0].charAt(0) === first; });
  }

  /* The best place of the query in a text: cost, start and end, or null. */
  function matchText(text, query) {
    var best = null;
    for (var at = 0; at < text.plain.length; at += 1) {
      if (!mayBegin(text, at, query.charAt(0))) continue;
      var match = follow(text, at, query, 0, true);
      if (!match) continue;
      var whole = at === 0 && match.end === text.plain.length;
      var cost = match.cost + (whole ? 0 : at === 0 ? AT_START : WITHIN);
      if (!best || cost < best.cost) best = { cost: cost, start: at, end: match.end };
    }
    return best;
  }

  /* 37 finds 0037 and H-037 before 1370. */
  function isNumber(text, query) {
    return /^\d+$/.test(query) && text.replace(/\D/g, "").replace(/^0+/, "") === query.replace(/^0+/, "");
  }

  function matchEntry(entry, query) {
    if (!entry.texts) {
      entry.texts = [entry.title].concat(entry.more).map(function (text, place) {
        return prepare(text, place === 0 && entry.kind === "households");
      });
    }
    var best = null;
    entry.texts.forEach(function (text, place) {
      var match = matchText(text, query);
      if (!match) return;
      var exact = match.start === 0 && match.end === text.plain.length;
      var cost = match.cost + (place && !exact ? BESIDE : 0);
      if (place && isNumber(entry.more[place - 1], query)) cost = 0;
      if (!best || cost < best.cost) best = { cost: cost, place: place, start: match.start, end: match.end };
    });
    if (entry.initials && entry.initials.indexOf(query) === 0) {
      var cost = entry.initials === query ? 0 : AT_START;
      if (!best || cost <= best.cost) best = { cost: cost, place: -1, start: 0, end: 0 };
    }
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

  /* The matches of one kind, the best first; every word of the query must be found. */
  function search(entries, parts) {
    var found = [];
    entries.forEach(function (entry, place) {
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
  };

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
      var inside = element("a", "inside", "在里面查找");
      inside.href = link.getAttribute("href").replace(/index\.html$/, "search.html");
      item.appendChild(inside);
    }
    return item;
  }

  function group(button, found) {
    var kind = button.getAttribute("data-kind");
    var shown = state.more[kind] || (state.kind ? SHOWN_ALONE : FIRST_SHOWN);
    var section = element("section", "finds");
    var head = element("h2", "", button.firstChild.textContent.trim());
    head.appendChild(element("span", "count", found.length + " 条"));
    section.appendChild(head);
    var list = element("ol");
    found.slice(0, shown).forEach(function (each) { list.appendChild(line(each)); });
    section.appendChild(list);
    if (found.length > shown) {
      var rest = element("button", "rest", "再看 " + Math.min(SHOWN_ALONE, found.length - shown) + " 条");
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
    groups.forEach(function (each) { results.appendChild(group(each.button, each.found)); });
    if (!parts.length) said.textContent = "";
    else said.textContent = total ? "找到 " + total + " 条" : "没有找到。少按几个字母再试，或者从下面的栏目里找。";
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
