/* The line that says what this device keeps, and what somebody has to decide. */
import * as device from "./device.js";

const place = document.getElementById("device");
const part = (name) => place.querySelector(`[data-device="${name}"]`);
let had = false;

function counted(line, count) {
  for (const [which, is] of [["one", count === 1], ["many", count !== 1]]) {
    const words = line.querySelector(`[data-${which}]`);
    words.hidden = !is;
    words.textContent = words.textContent.replace(/\p{Nd}+/u, count.toLocaleString(document.documentElement.lang));
  }
}

/* "late:20" as people read it. */
function word(value) {
  if (value === null || value === undefined || value === "") return "–";
  const [mark, minutes] = String(value).split(":");
  const known = place.querySelector("[data-words]").content.querySelector(`[data-value="${CSS.escape(mark)}"]`);
  return (known ? known.textContent : mark) + (minutes ? ` (${minutes})` : "");
}

function clash(row) {
  const { payload, shown, answer, state } = row;
  const item = place.querySelector("[data-clash]").content.firstElementChild.cloneNode(true);
  const say = (what, words) => { item.querySelector(`[data-is="${what}"]`).textContent = words; };
  const at = Object.keys(state === "conflict" ? answer.theirs : payload.values || {});
  const name = (key) => shown.names?.[key] || "";
  say("title", shown.title || "");
  say("who", at.map(name).filter(Boolean).join(", "));
  say("words", state === "refused" ? ` ${answer.words}` : "");
  say("theirs", state === "conflict" ? at.map((key) => word(answer.theirs[key])).join(", ") : "");
  say("yours", at.map((key) => word(payload.values?.[key])).join(", "));
  item.querySelector("[data-sides]").hidden = state === "refused";
  item.dataset.deed = row.id;
  const why = item.querySelector("[data-why] input");
  for (const button of item.querySelectorAll("[data-decide]")) {
    button.addEventListener("click", async () => {
      const whose = button.dataset.decide;
      if (whose === "mine" && !why.value.trim()) return why.focus();
      await device.decide(row.id, whose, why.value.trim());
      await device.send();
    });
  }
  return item;
}

/* Typing a reason outlives a new count. */
async function decisions(state) {
  const list = place.querySelector("[data-list]");
  const open = state === "open" ? (await device.pending()).filter((row) => row.state !== "waiting") : [];
  const known = new Map([...list.children].map((item) => [item.dataset.deed, item]));
  list.replaceChildren(...open.map((row) => known.get(row.id) || clash(row)));
  part("clashes").hidden = !open.length;
}

export async function show() {
  const state = await device.state(), told = device.now();
  const counts = state === "no" ? { waiting: 0 } : await device.counts();
  const isOff = !told.network || !navigator.onLine;
  part("waiting").hidden = !counts.waiting;
  part("offline").hidden = !isOff;
  part("ended").hidden = isOff || !(told.ended || state === "locked");
  counted(part("waiting"), counts.waiting);
  part("silent").hidden = !isOff || state !== "open" || counts.waiting > 0;
  part("sent").hidden = !had || counts.waiting > 0;
  had ||= counts.waiting > 0;
  part("offer").hidden = isOff || state === "open" || !window.crypto?.subtle || !("serviceWorker" in navigator);
  await decisions(state);
}

/* One after the other, so that the last one shown is the last one true. */
let turn = Promise.resolve();
document.addEventListener("device:changed", () => { turn = turn.then(show, show); });

place.querySelector("[data-begin]").addEventListener("click", async (event) => {
  event.target.disabled = true;
  await device.begin().catch(() => false);
  event.target.disabled = false;
  await device.send();
  await show();
});

/* Whoever kept sheets on this device before keeps them after signing in again. */
async function start() {
  if (await device.state() === "locked" && navigator.onLine && place.dataset.online !== undefined) await device.begin().catch(() => false);
  await show();
  await device.send();
  if (navigator.onLine) await device.refresh();
  document.documentElement.dataset.deviceReady = "yes";
}
start();
