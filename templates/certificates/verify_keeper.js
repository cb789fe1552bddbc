/* Keeps the scanner and what it is made of, and nothing else, for when there is no network. */
"use strict";

const KEPT = {{ name|tojson }};
const PAGE = {{ page|tojson }};
const FILES = {{ files|tojson }};

async function keep() {
  await (await caches.open(KEPT)).addAll([PAGE, ...FILES]);
  await self.skipWaiting();
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("scanner-") && name !== KEPT).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/* The page comes from the register while it can, so that its keys are today's. */
async function newest(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(KEPT)).put(PAGE, answer.clone());
    return answer;
  } catch {
    return caches.match(PAGE, { ignoreVary: true });
  }
}

async function kept(request) {
  return await caches.match(request, { ignoreVary: true }) || fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin !== self.location.origin || event.request.method !== "GET") return;
  if (pathname === PAGE) event.respondWith(newest(event.request));
  else if (FILES.includes(pathname)) event.respondWith(kept(event.request));
});
