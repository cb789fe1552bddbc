/* The device's store: what was done without a network is kept here, encrypted, and sent once there is one.

   keep(kind, payload, shown)   keeps a deed; payload is sent, shown (names, a title) stays on this device
   pending()                    what is kept and not done yet: waiting, in conflict, or refused
   send()                       sends what waits; every deed is done once, however often it is sent
   decide(id, whose, reason)    ends a conflict: "mine" is sent again over theirs, "theirs" is dropped

   A payload says what it changes: {subject, values: {key: value}, seen: {key: value}, reason}. "seen" is what stood
   when the person decided; where something else stands by then, the register answers with both sides.

   The key comes with the sign-in, in a cookie that ends with it: docs/decisions, "Sheets on a device". */
"use strict";

const BASE = "tpp-device", COOKIE = "tpp_device", LOCK = "tpp-device-send";
const MOST = 20, PATIENCE = 20000, EVERY = 30000, LONGEST = 60 * 864e5;
const text = new TextEncoder();
let gone = false; // signed out on this page: nothing is opened any more
let told = { network: navigator.onLine, ended: false };

/* The key, and whose store this is */

function cookie() {
  const found = document.cookie.split("; ").find((it) => it.startsWith(`${COOKIE}=`));
  const [store, secret] = found ? found.slice(COOKIE.length + 1).split(".") : [];
  return secret ? { store, secret } : null;
}

async function key() {
  const given = cookie();
  if (!given) throw new Error("locked");
  const bytes = Uint8Array.from(atob(given.secret.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function boxed(name, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: text.encode(name) };
  return { iv, sealed: await crypto.subtle.encrypt(how, await key(), text.encode(JSON.stringify(value))) };
}

async function unboxed(name, { iv, sealed }) {
  const how = { name: "AES-GCM", iv, additionalData: text.encode(name) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, await key(), sealed)));
}

/* The database of this browser */

let opening = null;

function base() {
  opening ??= new Promise((done, failed) => {
    const asked = indexedDB.open(BASE, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("about");
      asked.result.createObjectStore("deeds", { keyPath: "id" });
      asked.result.createObjectStore("sheets", { keyPath: "name" });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opening = null; };
      done(asked.result);
    };
    asked.onerror = () => { opening = null; failed(asked.error); };
  });
  return opening;
}

/* work(store) runs inside one transaction; it may only wait for the store's own requests. */
async function within(name, mode, work) {
  const open = (await base()).transaction(name, mode, { durability: "strict" });
  const ended = new Promise((done, failed) => {
    open.oncomplete = done;
    open.onerror = open.onabort = () => failed(open.error);
  });
  const came = await work(open.objectStore(name));
  await ended;
  return came;
}

function asked(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

/* about() is whose store this is: {store, owner, until}, or undefined where nothing is kept. */
export function about() {
  return within("about", "readonly", (it) => asked(it.get("store")));
}

/* May this page read and keep now? "no" (never asked for), "locked" (sign in again), "open". */
export async function state() {
  if (gone || !window.indexedDB || !window.crypto?.subtle) return "no";
  const [whose, given] = [await about(), cookie()];
  if (!whose) return "no";
  return given && given.store === whose.store && whose.until > Date.now() ? "open" : "locked";
}

/* Deeds */

const nameOf = (row) => `${row.store} ${row.id}`;

async function opened(row) {
  return { ...row, box: undefined, ...await unboxed(nameOf(row), row.box) };
}

async function rows() {
  const whose = await about();
  const all = whose ? await within("deeds", "readonly", (it) => asked(it.getAll())) : [];
  return all.filter((row) => row.store === whose.store).sort((a, b) => a.at - b.at);
}

/* Everything that is kept and not done yet, oldest first; only while the store is open. */
export async function pending() {
  return Promise.all((await rows()).map(opened));
}

/* How many marks wait, need a decision, or were refused; known also while the store is locked. */
export async function counts() {
  const found = { waiting: 0, conflict: 0, refused: 0 };
  for (const row of await rows()) found[row.state] += row.count;
  return found;
}

const countOf = (payload) => payload.values ? Object.keys(payload.values).length : 1;

async function rowOf(old, state, contents) {
  const row = { ...old, state, count: countOf(contents.payload), subject: contents.payload.subject || "" };
  return { ...row, tries: 0, turn: crypto.randomUUID(), box: await boxed(nameOf(row), contents) };
}

async function fresh(kind, contents, at = Date.now()) {
  const { store } = await about();
  return rowOf({ id: crypto.randomUUID(), store, kind, at }, "waiting", contents);
}

/* Rows that are as they were when they were read are replaced, all or none. */
async function replaced(olds, news) {
  return within("deeds", "readwrite", async (store) => {
    for (const old of olds) {
      const now = await asked(store.get(old.id));
      if (now?.turn !== old.turn || now.tries !== old.tries) return false;
    }
    olds.forEach((old) => store.delete(old.id));
    news.forEach((row) => store.put(row));
    return true;
  });
}

/* What was never sent is replaced by what is decided after it: {a: was → late} and then {a: present} is one deed. */
function joined(before, after) {
  const values = { ...before.values, ...after.values }, seen = { ...after.seen, ...before.seen };
  for (const at of Object.keys(values)) if (values[at] === (seen[at] ?? null)) delete values[at];
  return { ...before, ...after, values, seen, reason: after.reason || before.reason || "" };
}

/* Keeps a deed. Told once it is on the disk of this device; gives its number, or null where it undid another. */
export async function keep(kind, payload, shown = {}) {
  for (;;) {
    const same = (it) => payload.subject && it.kind === kind && it.subject === payload.subject;
    const old = (await rows()).find((it) => same(it) && it.state === "waiting" && !it.tries);
    const contents = { payload, shown };
    if (old) {
      const before = await opened(old);
      contents.payload = joined(before.payload, payload);
      contents.shown = { ...before.shown, ...shown, names: { ...before.shown.names, ...shown.names } };
    }
    const isNothing = contents.payload.values && !countOf(contents.payload);
    const row = isNothing ? null : await fresh(kind, contents);
    if (await replaced(old ? [old] : [], row ? [row] : [])) {
      await changed();
      return row && row.id;
    }
  }
}

/* Ends a conflict or a refusal. "mine" goes again, under a new number, over what stands now. */
export async function decide(id, whose, reason = "") {
  const row = (await rows()).find((it) => it.id === id && it.state !== "waiting");
  if (!row) return false;
  const { payload, shown, answer } = await opened(row);
  const again = { ...payload, reason: reason || payload.reason || "", seen: { ...payload.seen, ...answer.theirs } };
  const news = whose === "mine" ? [await fresh(row.kind, { payload: again, shown }, row.at)] : [];
  const done = await replaced([row], news);
  await changed();
  return done;
}

/* Sending */

async function fetched(path, options = {}) {
  const stop = new AbortController(), clock = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(path, { redirect: "manual", cache: "no-store", signal: stop.signal, ...options });
    const json = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
    return { ok: answer.ok && json !== null, status: answer.status, json, ended: answer.type === "opaqueredirect" || answer.status === 403 };
  } finally {
    clearTimeout(clock);
  }
}

function posted(path, token, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return fetched(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/* Who is signed in here, as a mark of the account; null without a network or without a sign-in. */
async function hello() {
  const answer = await fetched("/device/hello");
  told = { network: true, ended: answer.ended };
  return answer.ok ? answer.json : null;
}

/* Sends what waits; another page of this browser waits for its turn. Gives how many deeds the register has taken. */
export async function send() {
  if (await state() !== "open" || !(await rows()).some((it) => it.state === "waiting")) return 0;
  try {
    return await navigator.locks.request(LOCK, sendAll);
  } catch {
    told.network = false;
    return 0;
  } finally {
    await changed();
  }
}

async function sendAll() {
  const who = await hello(), whose = await about();
  if (who && whose && who.owner !== whose.owner) await lock();
  if (!who || !whose || who.owner !== whose.owner) return 0;
  let taken = 0, most = MOST;
  const tried = new Set();
  for (;;) {
    const some = (await rows()).filter((it) => it.state === "waiting" && !tried.has(it.id)).slice(0, most);
    if (!some.length) return taken;
    const on = await marked(some);
    const deeds = await Promise.all(on.map(asSent));
    const answer = await posted("/device/sends", who.token, { deeds });
    if (!answer.ok && answer.status >= 500 && most > 1) { most = 1; continue; } // one of them may be what breaks
    if (!answer.ok && answer.status < 500) return taken;
    on.forEach((row) => tried.add(row.id));
    for (const it of answer.json?.answers || []) taken += await settled(on.find((row) => row.id === it.id), it);
  }
}

/* From here on they may have arrived, whether or not we hear of it. */
async function marked(some) {
  const news = some.map((row) => ({ ...row, tries: row.tries + 1 }));
  return await replaced(some, news) ? news : [];
}

async function asSent(row) {
  const { payload } = await opened(row);
  return { ...payload, id: row.id, kind: row.kind, made_at: new Date(row.at).toISOString() };
}

async function settled(row, answer) {
  if (!row) return 0;
  if (answer.state === "taken" || answer.state === "repeated") {
    await replaced([row], []);
    return 1;
  }
  const { payload, shown } = await opened(row);
  if (answer.state === "refused") await replaced([row], [await rowOf(row, "refused", { payload, shown, answer })]);
  if (answer.state === "conflict") await replaced([row], await parted(row, payload, shown, answer));
  return 0;
}

/* What met something else waits for a decision; the rest of the same deed goes on. */
async function parted(row, payload, shown, answer) {
  const only = (met) => ({ ...payload, values: Object.fromEntries(Object.entries(payload.values).filter(([at]) => at in answer.theirs === met)) });
  if (!payload.values) return [await rowOf(row, "conflict", { payload, shown, answer })];
  const clash = await rowOf({ ...row, id: crypto.randomUUID() }, "conflict", { payload: only(true), shown, answer });
  const rest = only(false);
  return countOf(rest) ? [clash, await fresh(row.kind, { payload: rest, shown }, row.at)] : [clash];
}

/* What is kept to read */

/* sheets() is what the register gave this device to work with today: {when, …}, or null. */
export async function sheets() {
  const row = await within("sheets", "readonly", (it) => asked(it.get("today")));
  const given = cookie();
  return row && given?.store === row.store ? unboxed(`${row.store} today`, row.box) : null;
}

/* Fetches today's sheets; false without a network. */
export async function refresh() {
  if (await state() !== "open") return false;
  try {
    const answer = await fetched("/device/sheets");
    told = { network: true, ended: answer.ended };
    const whose = await about();
    if (!answer.ok || answer.json.owner !== whose.owner) return false;
    const row = { name: "today", store: whose.store, box: await boxed(`${whose.store} today`, answer.json) };
    await within("sheets", "readwrite", (it) => asked(it.put(row)));
    return true;
  } catch {
    told.network = false;
    return false;
  } finally {
    await changed();
  }
}

/* From now on this device keeps sheets; asked by the person, with a network. */
export async function begin() {
  const who = await hello();
  if (!who) return false;
  const before = await about();
  const mine = before && before.owner === who.owner ? before.store : null;
  const answer = await posted("/device/key", who.token, { store: mine });
  if (!answer.ok) return false;
  if (before && !mine) await within("sheets", "readwrite", (it) => asked(it.clear()));
  await within("about", "readwrite", (it) => asked(it.put(answer.json, "store")));
  await navigator.serviceWorker?.register("/device/worker.js", { scope: "/" });
  await clean();
  return refresh();
}

/* What somebody left long ago goes unread. */
function clean() {
  return within("deeds", "readwrite", async (store) => {
    for (const row of await asked(store.getAll())) if (row.at < Date.now() - LONGEST) store.delete(row.id);
  });
}

/* The sign-in has ended, or somebody else signed in: names go, and what was not sent stays unreadable. */
export async function lock() {
  dropCookie();
  await within("sheets", "readwrite", (it) => asked(it.clear()));
  await changed();
}

function dropCookie(value = "") {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${COOKIE}=${value}; Path=/; SameSite=Strict; Max-Age=${value ? 864e4 : 0}${secure}`;
}

/* Signing out: nothing stays here. Without a network the register is told with the next request (the cookie). */
export async function wipe({ leave = false } = {}) {
  gone = true;
  dropCookie(leave ? "leave" : "");
  for (const name of ["deeds", "sheets", "about"]) await within(name, "readwrite", (it) => asked(it.clear())).catch(() => {});
  (await opening)?.close();
  opening = null;
  await new Promise((done) => { const going = indexedDB.deleteDatabase(BASE); going.onsuccess = going.onerror = going.onblocked = done; });
  for (const name of await caches.keys()) if (name.startsWith("device-")) await caches.delete(name);
  const scope = new URL("/", location).href;
  for (const it of await navigator.serviceWorker?.getRegistrations() || []) if (it.scope === scope) await it.unregister();
  await changed();
}

/* Telling the page */

export const now = () => told;

async function changed() {
  document.dispatchEvent(new CustomEvent("device:changed"));
  channel?.postMessage("changed");
}

const channel = window.BroadcastChannel ? new BroadcastChannel(BASE) : null;
if (channel) channel.onmessage = () => document.dispatchEvent(new CustomEvent("device:changed"));
addEventListener("online", () => { told.network = true; send(); });
addEventListener("offline", () => { told.network = false; changed(); });
addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
setInterval(send, EVERY);
