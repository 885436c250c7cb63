{% load static %}/* Away from the net, a page says so in place of one that cannot be had. Nothing else is kept: no
   discussion that could be out of date, and nothing of anybody's. */

const OFFLINE = "{{ offline }}";
const KEPT = [OFFLINE, "{% static 'css/site.css' %}", "{% static 'img/favicon.svg' %}", "{% static 'img/roofline.svg' %}"];
const CACHE = "offline {{ version }}";

const keep = async () => {
  const cache = await caches.open(CACHE);
  /* Not as the browser may have it already: this may be the first hour of another version. */
  await cache.addAll(KEPT.map((address) => new Request(address, { cache: "no-cache" })));
  await self.skipWaiting();
};

const forgetOthers = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  /* A page is asked for while this wakes up. */
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
};

const page = async ({ request, preloadResponse }) => {
  try {
    return (await preloadResponse) ?? (await fetch(request));
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
};

const piece = async (request) => {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) ?? Response.error();
  }
};

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (KEPT.includes(new URL(request.url).pathname)) event.respondWith(piece(request));
});

/* What a member asked to be told (notifications/push_words.py); a newer one takes an older one's place. */
const show = ({ title, body, url, tag }) =>
  self.registration.showNotification(title, {
    body,
    tag,
    data: url,
    icon: "{% static 'img/icon-192.png' %}",
  });

self.addEventListener("push", (event) => event.waitUntil(show(event.data.json())));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
