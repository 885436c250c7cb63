/* offline — has the browser keep the page that says one is offline, once somebody reads on here.
   Without it, or on a first page: the browser says so in its own words. */

const isReadOn = () =>
  document.referrer.startsWith(`${location.origin}/`) ||
  matchMedia("(display-mode: standalone), (display-mode: minimal-ui)").matches;

/* After all that the page itself needs. */
const begin = () => navigator.serviceWorker.register("/service-worker.js").catch(() => {});

if (navigator.serviceWorker && isReadOn()) {
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}
