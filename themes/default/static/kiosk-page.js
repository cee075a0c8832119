/* A page in the frame of the hall's screen (kiosk.html): loaded by board.js there, and nowhere else. It follows no link
   itself but asks the screen to; the screen knows the way back, and sees to it that nobody leaves the site.
   Language level: Chromium 86, Safari 13. */
(function () {
  "use strict";

  /* The page's language, where it is not the source language, says its words in a file of its own (words-….js). */
  var tr = window.boardWords || function (message, values) {
    return message.replace(/\{(\w+)\}/g, function (place, name) { return values[name]; });
  };
  var statics = document.currentScript.src.replace(/[^/]*$/, "");
  var site = statics.replace(/_static\/$/, "");
  var screen = window.parent;
  var root = document.documentElement;
  var spoken = { number: 0, then: null };
  var told = 0;

  function tell(does, what) {
    screen.postMessage(Object.assign({ board: true, does: does }, what), "*");
  }

  function plain(address) {
    return address.replace(/[#?].*$/, "");
  }

  function ready() {
    tell("ready", { href: window.location.href, title: document.title });
    tellScroll();
  }

  function tellScroll() {
    var box = document.scrollingElement;
    var up = box.scrollTop > 4;
    var down = box.scrollTop + box.clientHeight < box.scrollHeight - 4;
    tell("scroll", { top: box.scrollTop, up: up, down: down });
  }

  function tellTouch() {
    var now = window.performance.now();
    if (told && now - told < 500) return;
    told = now;
    tell("touch");
  }

  function follow(link) {
    var address = new URL(link.getAttribute("href") || link.getAttributeNS("http://www.w3.org/1999/xlink", "href"), document.baseURI).href;
    if (address.indexOf(site) !== 0) return tell("refuse", { words: tr("屏上不能打开别的网站。") });
    if (/\.html$/.test(plain(address))) return tell("open", { href: address, from: window.location.href });
    tell("refuse", { words: tr("附件和数据文件请用手机或电脑打开，或者到村委会看原件。") });
  }

  /* The screen holds the voice: a page in a frame may not speak before it was touched itself. */
  function say(words, then) {
    spoken = { number: spoken.number + 1, then: then };
    tell("say", { words: words, number: spoken.number });
  }

  function setSize(value) {
    if ((root.getAttribute("data-size") || "") === value) return;
    if (value) root.setAttribute("data-size", value);
    else root.removeAttribute("data-size");
    window.dispatchEvent(new Event("resize"));
    tellScroll();
  }

  window.addEventListener("message", function (event) {
    var order = event.data;
    if (event.source !== screen || !order || !order.kiosk) return;
    if (order.size !== undefined) setSize(order.size);
    if (order.top) window.scrollTo(0, order.top);
    if (order.by) window.scrollBy({ top: order.by * window.innerHeight * 0.85, behavior: "auto" });
    if (order.read) window.boardReader.read(document.querySelector("main"), say, function () { tell("silent"); });
    if (order.hush) window.boardReader.stop();
    if (order.said === spoken.number && spoken.then) spoken.then();
  });

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
  ["click", "auxclick"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var link = event.target.closest("a");
      if (!link || event.defaultPrevented) return;
      event.preventDefault();
      if (name === "click" && (link.hasAttribute("href") || link.hasAttribute("xlink:href"))) follow(link);
    });
  });
  ["pointerdown", "keydown", "wheel"].forEach(function (name) {
    document.addEventListener(name, tellTouch, { capture: true, passive: true });
  });
  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && /^[+=0-]$/.test(event.key)) event.preventDefault();
  });

  var waiting = false;
  window.addEventListener("scroll", function () {
    tellTouch();
    if (waiting) return;
    waiting = true;
    window.setTimeout(function () {
      waiting = false;
      tellScroll();
    }, 200);
  }, { passive: true });
  window.addEventListener("hashchange", ready);
  window.addEventListener("resize", tellScroll);

  if (document.readyState === "complete") ready();
  else window.addEventListener("load", ready);
})();
