/* The page that opens without a network: it writes the sheets in that this device keeps. */
import * as device from "./device.js";
import "./kept.js";
import { marked, overlay, take } from "./sheet.js";

const part = (name) => document.querySelector(`[data-part="${name}"]`);
const shown = (name, is = true) => { part(name).hidden = !is; };

async function sheet(session) {
  const form = part("sheet"), pattern = document.querySelector("[data-row]").content.firstElementChild;
  document.querySelector("[data-head]").textContent = session.title;
  document.querySelector("[data-kicker]").textContent = [session.when, session.zone, session.room].filter(Boolean).join(" · ");
  form.dataset.sheet = session.id;
  form.querySelector(".sheet").replaceChildren(...session.people.map((it) => person(pattern.cloneNode(true), it, session.marks[it.id])));
  form.querySelector("[data-reason]").hidden = !Object.keys(session.marks).length;
  take(form, session.title);
  await overlay(form);
  form.hidden = false;
}

function person(row, it, seen) {
  const name = row.querySelector(".name");
  name.id = `p${it.id}`;
  name.querySelector("bdi").textContent = it.name;
  name.querySelector("small").textContent = it.party;
  row.querySelector(".seg").setAttribute("aria-labelledby", name.id);
  for (const radio of row.querySelectorAll("input[type=radio]")) radio.name = `mark-${it.id}`;
  const minutes = row.querySelector("[name=minutes-0]");
  minutes.name = `minutes-${it.id}`;
  minutes.setAttribute("aria-label", `${row.querySelector(".minutes span").textContent}: ${it.name}`);
  row.querySelector(".minutes").dataset.seen = seen || "";
  marked(row, seen || "present");
  return row;
}

function list(sessions) {
  document.querySelector("[data-sessions]").replaceChildren(...sessions.map((it) => {
    const line = document.createElement("li"), link = document.createElement("a");
    link.href = it.address;
    link.textContent = `${it.when} · ${it.title}`;
    line.append(link);
    return line;
  }));
  shown("list");
}

async function leave(event) {
  const { waiting, conflict, refused } = await device.counts();
  if (waiting + conflict + refused && part("sure").hidden) return shown("sure");
  event.target.disabled = true;
  await gone();
}

async function gone() {
  await device.wipe({ leave: true });
  for (const name of ["list", "sheet", "none", "locked"]) shown(name, false);
  document.querySelector(".sheet").replaceChildren();
  shown("left");
}

async function start() {
  document.querySelector("[data-leave]").addEventListener("click", leave);
  if (location.pathname === "/sign-out") return gone();
  const kept = await device.state() === "open" ? await device.sheets() : null;
  if (!kept) return shown("locked");
  const open = kept.sessions.find((it) => it.address === location.pathname);
  if (open) return sheet(open);
  if (location.pathname !== "/" && location.pathname !== "/device/offline") shown("none");
  list(kept.sessions);
}
start().finally(() => { document.documentElement.dataset.offlineReady = "yes"; });
