/* A session is dragged to another day or time: its own form under Move is filled in and sent. */
"use strict";

(() => {
  const week = document.querySelector("[data-week]");
  if (!week) return;
  const QUARTER = 15;
  let lifted = null;
  let grip = 0;

  const two = (number) => String(number).padStart(2, "0");

  /* The quarter of an hour at this height, counted from the first hour of the grid. */
  function quarterAt(y) {
    const hours = [...week.querySelectorAll(".clock i")].map((it) => it.getBoundingClientRect());
    const here = Math.max(hours.findLastIndex((it) => it.top <= y), 0);
    const part = Math.floor(((y - hours[here].top) / hours[here].height) * 4);
    return here * 4 + Math.min(Math.max(part, 0), 3);
  }

  week.addEventListener("dragstart", (event) => {
    lifted = event.target.closest("[data-card]");
    if (!lifted) return;
    grip = event.clientY - lifted.getBoundingClientRect().top;
    lifted.classList.add("lifted");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });

  week.addEventListener("dragover", (event) => {
    const column = event.target.closest("[data-day]");
    if (!lifted || !column) return;
    event.preventDefault();
    for (const other of week.querySelectorAll(".over")) other.classList.remove("over");
    column.classList.add("over");
  });

  week.addEventListener("dragend", () => {
    if (lifted) lifted.classList.remove("lifted");
    for (const other of week.querySelectorAll(".over")) other.classList.remove("over");
    lifted = null;
  });

  week.addEventListener("drop", (event) => {
    const column = event.target.closest("[data-day]");
    if (!lifted || !column) return;
    event.preventDefault();
    const minutes = Number(week.dataset.first) * 60 + quarterAt(event.clientY - grip + 4) * QUARTER;
    const form = lifted.querySelector("form");
    form.elements.day.value = column.dataset.day;
    form.elements.starts.value = `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
    lifted.querySelector("details").open = true;
    form.requestSubmit();
  });
})();
