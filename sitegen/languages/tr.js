/* The words of a language for the scripts of pages; called with its code and its messages. Chromium 86, Safari 13. */
(function (code, words) {
  "use strict";

  var tags = ["zero", "one", "two", "few", "many", "other"];
  var rule = window.Intl && Intl.PluralRules ? new Intl.PluralRules(code) : null;
  var known = rule ? rule.resolvedOptions().pluralCategories : ["other"];
  var order = tags.filter(function (tag) { return known.indexOf(tag) >= 0; });

  function plural(value, forms) {
    var at = rule ? order.indexOf(rule.select(Number(value))) : forms.length - 1;
    return forms[Math.min(at, forms.length - 1)];
  }

  window.boardWords = function (message, values) {
    return (words[message] || message).replace(/\{(\w+)(?::([^}]*))?\}/g, function (place, name, forms) {
      return forms ? plural(values[name], forms.split("|")) : values[name];
    });
  };
})
