/* Keeps one page without names, and what it is made of, for when there is no network. */
"use strict";

const KEPT = {{ name|tojson }};
const PAGE = {{ page|tojson }};
const FILES = {{ files|tojson }};
const PATIENCE = 8000; // milliseconds for a page, where the network only seems to be there

async function keep() {
  const cache = await caches.open(KEPT);
  await cache.addAll(FILES);
  await cache.add(new Request(PAGE, { credentials: "omit", cache: "no-store" }));
  await self.skipWaiting();
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("device-") && name !== KEPT).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/* A page comes from the register while it can: it is never kept. */
async function visited(request) {
  const stop = new AbortController(), clock = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(request, request.method === "GET" ? { signal: stop.signal } : {});
  } catch (trouble) {
    const page = await caches.match(PAGE, { ignoreVary: true });
    if (page) return page;
    throw trouble;
  } finally {
    clearTimeout(clock);
  }
}

async function kept(request) {
  return await caches.match(request, { ignoreVary: true }) || fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(visited(request));
  else if (request.method === "GET" && FILES.includes(pathname)) event.respondWith(kept(request));
});
