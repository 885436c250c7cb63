/* shortcuts — single keys lead about, for whoever has switched them on: a member in the settings, a
   visitor in this browser. Without it, and until then: every one of them is a link or a button. */

const wish = () => {
  try {
    return document.documentElement.dataset.shortcuts ?? localStorage.getItem("shortcuts");
  } catch {
    return null; /* a private window without storage */
  }
};

const place = document.querySelector('[data-behaviour~="shortcuts-switch"]');
if (place || wish() === "on") {
  import("./asked/shortcuts.js").then(({ listen, offer }) => {
    listen(wish);
    if (place) offer(place, wish);
  });
}
