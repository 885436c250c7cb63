/* push — asks the browser to show what we have to tell, and posts where it takes it.
   Without it, or where the browser cannot: the form stays hidden, and the page says what it takes. */

const canBeTold =
  navigator.serviceWorker && globalThis.PushManager && globalThis.Notification && isSecureContext;

const subscribe = async (key) => {
  await navigator.serviceWorker.register("/service-worker.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const wish = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await pushManager.subscribe(wish);
  } catch (problem) {
    /* It has subscribed before, with another key of ours. */
    const old = await pushManager.getSubscription();
    if (!old) throw problem;
    await old.unsubscribe();
    return pushManager.subscribe(wish);
  }
};

const fillIn = (form, { endpoint, keys }) => {
  const given = { endpoint, public_key: keys.p256dh, secret: keys.auth };
  for (const [name, value] of Object.entries(given)) form.elements.namedItem(name).value = value;
};

const ask = async (form) => {
  const problem = form.querySelector("[role=alert]");
  problem.textContent = "";
  if ((await Notification.requestPermission()) !== "granted") {
    problem.textContent =
      "Your browser does not let this site show anything. You can change that in its settings for this site.";
    return;
  }
  try {
    fillIn(form, (await subscribe(form.dataset.key)).toJSON());
    form.submit();
  } catch {
    problem.textContent = "That did not work. Please try again later, or in another browser.";
  }
};

for (const form of document.querySelectorAll('[data-behaviour~="push"]')) {
  if (!canBeTold) break;
  document.getElementById("push-needs").hidden = true;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}
