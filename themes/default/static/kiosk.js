/* The screen in the hall: loop, tiles, the frame with the board's pages, and the buttons below. The pages in the frame
   run kiosk-page.js; both speak by messages only, because pages from a disk may not look into each other.
   For tests and for a try-out: kiosk.html#speed=60 makes its clock run sixty times as fast.
   Language level: Chromium 86, Safari 13. */
(function () {
  "use strict";

  /* The page's language, where it is not the source language, says its words in a file of its own (words-….js). */
  var tr = window.boardWords || function (message, values) {
    return message.replace(/\{(\w+)\}/g, function (place, name) { return values[name]; });
  };
  var SPEED = Number((/[#&]speed=([\d.]+)/.exec(window.location.hash) || [])[1]) || 1;
  var SECOND = 1000 / SPEED;
  var TURN = 12 * SECOND;
  var ASK_AFTER = 50 * SECOND;
  var LEAVE_AFTER = 60 * SECOND;
  var LISTEN_AT_MOST = 300 * SECOND;
  var LOAD_WITHIN = 8000;
  var DAY = 24 * 60 * 60 * 1000;
  var STALE_AFTER_DAYS = 10;
  var SIZES = [["", tr("标准")], ["large", tr("大")], ["huge", tr("特大")]];
  var FIRST_SIZE = "large";

  var html = document.documentElement;
  var here = window.location.href.replace(/[#?].*$/, "");
  var site = new URL(html.getAttribute("data-root") || "./", here).href;
  var views = {};
  var bar = {};
  var view = "loop";
  var size = FIRST_SIZE;
  var visited = []; // the way back: {view} or {href, top}
  var frame = null;
  var edges = { up: false, down: false };
  var timers = {};

  html.classList.add("live");
  html.setAttribute("data-size", size);

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  function one(selector, within) {
    return (within || document).querySelector(selector);
  }

  function later(name, delay, act) {
    window.clearTimeout(timers[name]);
    timers[name] = window.setTimeout(act, delay);
  }

  function never(name) {
    window.clearTimeout(timers[name]);
  }

  /* ---- views ---- */

  function show(name) {
    hush();
    if (name !== "page") closeFrame();
    view = name;
    html.setAttribute("data-view", name);
    Object.keys(views).forEach(function (key) { views[key].hidden = key !== name; });
    if (name === "loop") turnLoop();
    else never("turn");
    if (name !== "page") views[name].scrollTop = 0;
    if (name === "household") type("clear");
    armIdle();
    measure();
    showBar();
  }

  /* Go on to a view or a page; `place` is what stands there now. */
  function go(target) {
    visited.push(place());
    open(target);
  }

  function place() {
    return view === "page" ? { href: frame.address, top: frame.top } : { view: view };
  }

  function open(target) {
    if (target.view) show(target.view);
    else load(target.href, target.top || 0);
  }

  function back() {
    if (visited.length) open(visited.pop());
    else if (view !== "loop") home();
  }

  function home() {
    visited = view === "loop" ? [] : visited;
    toTiles(null);
  }

  /* The tiles, with what the visitor was looking at when they touched the loop. */
  function toTiles(next) {
    var item = one("[data-continue]");
    visited = [{ view: "loop" }];
    item.hidden = !next;
    if (next) {
      var link = one("a", item);
      link.setAttribute("href", next.href);
      one(".word", link).textContent = next.word;
    }
    show("tiles");
  }

  function viewOf(href) {
    return href && href.charAt(0) === "#" && views[href.slice(1)] ? href.slice(1) : null;
  }

  /* What a touch on the loop was about: the line under the finger, else the slide. */
  function nextOf(touched) {
    var slide = one(".slide.now");
    var link = touched.closest && touched.closest(".slide a");
    var href = link ? link.getAttribute("href") : slide && slide.getAttribute("data-next");
    if (!href || (href.charAt(0) === "#" && !viewOf(href))) return null;
    var text = link && one(".text", link);
    var word = (text || link || {}).textContent || slide.getAttribute("data-word") || one("h2", slide).textContent;
    return { href: href, word: word };
  }

  /* ---- the frame ---- */

  function inside(href) {
    return href.indexOf(site) === 0 && /\.html$/.test(href.replace(/[#?].*$/, ""));
  }

  function load(href, top) {
    var address = new URL(href, here).href;
    if (!inside(address)) return say(tr("屏上打不开这个网页。"));
    if (address.replace(/[#?].*$/, "") === here) return home();
    if (view !== "page") {
      closeFrame();
      show("page");
    }
    hush();
    if (frame) {
      frame.element.classList.remove("ready");
      frame.element.contentWindow.location.replace(address);
    } else {
      frame = { element: makeFrame(address) };
    }
    frame.address = address;
    frame.wanted = top;
    frame.top = top;
    later("load", LOAD_WITHIN, function () {
      say(tr("这一页现在打不开，请看别的。"));
      back();
    });
    showBar();
  }

  function makeFrame(address) {
    var element = document.createElement("iframe");
    element.name = "kiosk " + size;
    element.title = tr("公开栏网页");
    element.src = address;
    views.page.appendChild(element);
    return element;
  }

  /* Takes the page with it, and all that it held. */
  function closeFrame() {
    never("load");
    if (frame) views.page.removeChild(frame.element);
    frame = null;
  }

  function tell(message) {
    if (frame) frame.element.contentWindow.postMessage(Object.assign({ kiosk: true }, message), "*");
  }

  var hears = {
    ready: function (message) {
      never("load");
      frame.address = message.href;
      frame.element.title = message.title;
      frame.element.classList.add("ready");
      tell({ size: size });
      if (frame.wanted) tell({ top: frame.wanted });
      frame.wanted = 0;
      showBar();
    },
    touch: touched,
    open: function (message) {
      if (inside(message.from)) frame.address = message.from; // what was looked for stands behind its #
      if (inside(message.href)) go({ href: message.href });
      else say(tr("屏上只能看本公开栏的网页。"));
    },
    refuse: function (message) { say(message.words); },
    scroll: function (message) {
      frame.top = message.top;
      edges = { up: message.up, down: message.down };
      showBar();
    },
    say: function (message) {
      speak(message.words, function () { tell({ said: message.number }); });
    },
    silent: hush,
  };

  window.addEventListener("message", function (event) {
    var message = event.data;
    if (!frame || event.source !== frame.element.contentWindow || !message || !message.board) return;
    if (hears[message.does]) hears[message.does](message);
  });

  /* ---- buttons ---- */

  function showBar() {
    var atLoop = view === "loop";
    bar.back.disabled = atLoop;
    bar.up.disabled = atLoop || !edges.up;
    bar.down.disabled = atLoop || !edges.down;
    bar.read.disabled = !window.boardReader.able() || (view === "page" && !frame);
    bar.read.textContent = window.boardReader.busy() ? tr("停止") : tr("朗读");
    bar.size.textContent = tr("字号：{size}", { size: SIZES.filter(function (entry) { return entry[0] === size; })[0][1] });
    bar.home.setAttribute("aria-current", view === "tiles" ? "page" : "false");
  }

  var acts = {
    home: home,
    back: back,
    find: function () {
      if (view === "loop") visited = [{ view: "loop" }];
      else visited.push(place());
      load("search.html", 0);
    },
    size: function () {
      var now = SIZES.findIndex(function (entry) { return entry[0] === size; });
      setSize(SIZES[(now + 1) % SIZES.length][0]);
    },
    read: function () {
      if (window.boardReader.busy()) return hush();
      if (view === "page") tell({ read: true });
      else window.boardReader.read(views[view], speak, showBar);
      showBar();
    },
    up: function () { scroll(-1); },
    down: function () { scroll(1); },
  };

  function setSize(value) {
    size = value;
    if (value) html.setAttribute("data-size", value);
    else html.removeAttribute("data-size");
    if (frame) frame.element.name = "kiosk " + value;
    tell({ size: value });
    measure();
    showBar();
  }

  function scroll(way) {
    if (view === "page") return tell({ by: way });
    views[view].scrollTop += way * views[view].clientHeight * 0.85;
  }

  function measure() {
    if (view === "page") return;
    var box = views[view];
    edges = { up: box.scrollTop > 4, down: box.scrollTop + box.clientHeight < box.scrollHeight - 4 };
  }

  /* ---- reading aloud ---- */

  function speak(words, then) {
    window.boardReader.speak(words, function () {
      if (window.performance.now() - lastTouch < LISTEN_AT_MOST) armIdle();
      then();
    });
    armIdle();
    showBar();
  }

  function hush() {
    window.boardReader.stop();
    tell({ hush: true });
    if (bar.read) showBar();
  }

  /* ---- words in passing ---- */

  function say(words) {
    var toast = one("[data-toast]");
    toast.textContent = words;
    later("toast", 5 * SECOND, function () { toast.textContent = ""; });
  }

  /* ---- my household ---- */

  var typed = "";

  function type(key) {
    if (!views.household) return;
    if (key === "clear") typed = "";
    else if (key === "back") typed = typed.slice(0, -1);
    else if (typed.length < 12) typed += key;
    one("[data-typed]").textContent = typed;
    one("[data-hint]").hidden = typed !== "";
    var some = false;
    all(".group", views.household).forEach(function (group) {
      var shown = all("li", group).filter(function (item) {
        var id = one("a", item).getAttribute("data-id");
        var digits = id.replace(/\D/g, "");
        var called = digits.replace(/^(\d)0+(?=\d)/, "$1");   /* 37: the third group's 7, 3007 */
        item.hidden = typed !== "" && digits.indexOf(typed) !== 0 && digits.slice(-typed.length) !== typed && called !== typed;
        item.classList.toggle("exact", typed !== "" && (digits === typed || id === typed));
        return !item.hidden;
      });
      group.hidden = shown.length === 0;
      some = some || shown.length > 0;
    });
    one("[data-nobody]").hidden = some;
    views.household.classList.toggle("typing", typed !== "");
    measure();
    showBar();
  }

  /* ---- the loop ---- */

  function slides() {
    return all(".slide");
  }

  function turnLoop() {
    var list = slides();
    var now = list.findIndex(function (slide) { return slide.classList.contains("now"); });
    var next = (now + 1) % list.length;
    list.forEach(function (slide, at) { slide.classList.toggle("now", at === next); });
    if (next === 0) {
      dates();
      lookForNewer();
    }
    later("turn", TURN, turnLoop);
  }

  /* ---- days ---- */

  function dayNumber(text) {
    var parts = String(text).split("-");
    return Math.round(Date.UTC(+parts[0], parts[1] - 1, +parts[2]) / DAY);
  }

  function today() {
    var now = new Date();
    return Math.round(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / DAY);
  }

  /* The page prints absolute days; a screen stays on for weeks, so what is left is counted again and again. */
  function dates() {
    all("[data-until]").forEach(function (item) {
      var left = dayNumber(item.getAttribute("data-until")) - today();
      item.hidden = left < 0;
      one("[data-left]", item).textContent = left > 0 ? tr("还有 {n} 天", { n: left }) : tr("今天是最后一天");
    });
    all("[data-posted]").forEach(function (box) {
      var running = all("[data-until]", box).some(function (item) { return !item.hidden; });
      box.hidden = !running;
      all("[data-none], [data-newest]", box.parentNode).forEach(function (other) { other.hidden = running; });
    });
    var count = one("[data-posted-count]");
    if (count) {
      var open = all("#posted [data-until]").filter(function (item) { return !item.hidden; }).length;
      count.textContent = open;
      one("[data-posted-tile]").hidden = open === 0;
    }
    var stale = one("[data-stale]");
    var age = window.sitegenBuilt ? today() - dayNumber(window.sitegenBuilt) : 0;
    stale.hidden = age <= STALE_AFTER_DAYS;
    one("[data-age]").textContent = age;
  }

  /* ---- nobody there ---- */

  var lastTouch = 0;

  function touched() {
    lastTouch = window.performance.now();
    armIdle();
  }

  function armIdle() {
    never("ask");
    never("leave");
    if (view === "loop") return;
    later("ask", ASK_AFTER, function () {
      say(tr("还在看吗？碰一下屏幕就接着看。"));
    });
    later("leave", LEAVE_AFTER, leave);
  }

  /* Nothing of a visitor stays: no page, no way back, no letter size, no number. */
  function leave() {
    type("clear");
    if (document.activeElement) document.activeElement.blur();
    one("[data-toast]").textContent = "";
    slides().forEach(function (slide) { slide.classList.remove("now"); });
    setSize(FIRST_SIZE);
    toTiles(null);
    visited = [];
    show("loop");
  }

  /* ---- a newer page ---- */

  /* A script is the one thing that a page from a disk may load again. Only when it has come is there something to
     load: without a network the screen stays as it is. */
  var asked = 0;

  function lookForNewer() {
    if (view !== "loop" || one("script[data-version]")) return;
    var script = document.createElement("script");
    script.setAttribute("data-version", "");
    script.src = "kiosk-version.js?" + Date.now() + "-" + (asked += 1);
    script.onload = function () {
      script.remove();
      var newer = window.sitegenKioskVersion && window.sitegenKioskVersion !== html.getAttribute("data-version");
      if (view === "loop" && (newer || today() !== startedOn)) window.location.reload();
    };
    script.onerror = function () { script.remove(); };
    document.head.appendChild(script);
  }

  var startedOn = today();

  /* ---- no surprises ---- */

  function refuse(event) {
    event.preventDefault();
  }

  ["contextmenu", "dragstart", "selectstart", "gesturestart", "drop"].forEach(function (name) {
    document.addEventListener(name, refuse);
  });
  document.addEventListener("touchmove", function (event) {
    if (event.touches.length > 1) event.preventDefault();
  }, { passive: false });
  document.addEventListener("wheel", function (event) {
    if (event.ctrlKey) event.preventDefault();
  }, { passive: false });
  ["pointerdown", "keydown", "wheel"].forEach(function (name) {
    document.addEventListener(name, touched, true);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") back();
    else if (view === "household" && /^\d$/.test(event.key)) type(event.key);
    else if (view === "household" && event.key === "Backspace") type("back");
    else if ((event.ctrlKey || event.metaKey) && /^[+=0-]$/.test(event.key)) event.preventDefault();
  });

  document.addEventListener("click", function (event) {
    var element = event.target;
    var act = element.closest("[data-act]");
    var link = element.closest("a[href]");
    var digit = element.closest("[data-digit]");
    if (link) event.preventDefault();
    if (act) return acts[act.getAttribute("data-act")]();
    if (digit) return type(digit.getAttribute("data-digit"));
    if (view === "loop") return toTiles(nextOf(element));
    if (link) follow(link);
  });

  function follow(link) {
    var href = link.getAttribute("href");
    var target = viewOf(href);
    go(target ? { view: target } : { href: href });
  }

  document.addEventListener("DOMContentLoaded", function () {
    all(".view").forEach(function (section) {
      views[section.id] = section;
      section.addEventListener("scroll", function () {
        measure();
        showBar();
      }, { passive: true });
    });
    all("[data-act]").forEach(function (button) {
      bar[button.getAttribute("data-act")] = button;
      button.hidden = false;
    });
    one(".buttons .turn").hidden = false;
    all("[data-keypad]").forEach(function (keypad) { keypad.hidden = false; });
    dates();
    show("loop");
    window.boardReader.whenAble(showBar);
    window.addEventListener("resize", function () {
      measure();
      showBar();
    });
  });
})();
