/* The keys of the desk, and the words a bullet rests on. No key acts while somebody types. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  const keys = document.getElementById("keys");
  const isTyping = (at) =>
    at.isContentEditable || at.tagName === "TEXTAREA" || at.tagName === "SELECT" ||
    (at.tagName === "INPUT" && !["checkbox", "radio"].includes(at.type));
  const actions = desk.dataset.desk === "queue" ? queueKeys() : reviewKeys();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (keys.open && event.key !== "?") return;
    if (event.key === "Escape" && isTyping(event.target)) {
      event.target.blur();
      event.preventDefault();
      return;
    }
    if (isTyping(event.target)) return;
    if (event.key === "?") {
      if (keys.open) keys.close();
      else keys.showModal();
      event.preventDefault();
      return;
    }
    const name = { ArrowDown: "j", ArrowUp: "k", " ": "space" }[event.key] || event.key.toLowerCase();
    const act = actions[name];
    if (act && act(event) !== false) event.preventDefault();
  });

  function stepping(all, show) {
    let at = -1;
    return (by) => {
      if (!all.length) return;
      at = Math.min(Math.max(at + by, 0), all.length - 1);
      show(all[at]);
    };
  }

  function queueKeys() {
    const step = stepping([...document.querySelectorAll("[data-item]")], (link) => link.focus());
    return {
      j: () => step(1),
      k: () => step(-1),
      enter: (event) => {
        if (event.target.closest("a, button")) return false;
        document.querySelector("[data-item]")?.click();
      },
    };
  }

  function reviewKeys() {
    const bullets = [...document.querySelectorAll("[data-bullet]")];
    const form = document.getElementById("verdict");
    const questions = form ? [...form.querySelectorAll("[data-question]")] : [];
    if (form) sendOnce(form);
    let asked = 0;
    let current = null;
    let pending = null;

    const entries = [...document.querySelectorAll("[data-entry]")];
    const words = entries.map((entry) => entry.querySelector("[data-message]"));
    // By entry, what each bullet rests on there: [start, end, bullet].
    const restingOn = entries.map(() => []);
    const lights = new Map(bullets.map((bullet) => [bullet, JSON.parse(bullet.dataset.lights)]));
    lights.forEach((places, bullet) => places.forEach(([entry, start, end]) => restingOn[entry].push([start, end, bullet])));

    const light = (bullet) => {
      current?.classList.remove("sb-current");
      bullet.classList.add("sb-current");
      current = bullet;
      document.querySelectorAll(".sb-lit-entry").forEach((entry) => entry.classList.remove("sb-lit-entry"));
      const ranges = [];
      for (const [entry, start, end] of lights.get(bullet)) {
        const range = rangeIn(words[entry], start, end);
        if (!range) continue;
        ranges.push(range);
        entries[entry].classList.add("sb-lit-entry");
      }
      CSS.highlights.set("sb-lit", new Highlight(...ranges));
      return ranges;
    };
    const show = (bullet) => {
      const [first] = light(bullet);
      bullet.scrollIntoView({ block: "nearest" });
      first?.startContainer.parentElement.closest(".sb-entry").scrollIntoView({ block: "nearest" });
    };
    const showFrom = (entry, at) => {
      const there = restingOn[entry].filter(([start, end]) => at === null || (start <= at && at < end));
      if (!there.length) return;
      const resting = [...new Set(there.map(([, , bullet]) => bullet))];
      const bullet = resting[(resting.indexOf(current) + 1) % resting.length];
      light(bullet);
      bullet.scrollIntoView({ block: "nearest" });
    };
    bullets.forEach((bullet) => bullet.addEventListener("mouseenter", () => light(bullet)));
    words.forEach((holder, entry) => {
      // Under the pointer the one bullet that rests on this very word; a click goes through all of the entry.
      holder.addEventListener("mousemove", (event) => {
        const at = document.caretRangeFromPoint?.(event.clientX, event.clientY);
        if (!at || !holder.contains(at.startContainer) || !document.getSelection().isCollapsed) return;
        const unit = unitsBefore(holder, at.startContainer, at.startOffset);
        if (!restingOn[entry].some(([start, end, bullet]) => bullet === current && start <= unit && unit < end)) {
          showFrom(entry, unit);
        }
      });
      holder.addEventListener("click", () => showFrom(entry, null));
    });
    const stepEntry = stepping(entries, (entry) => {
      entry.scrollIntoView({ block: "nearest" });
      document.querySelectorAll(".sb-at").forEach((each) => each.classList.remove("sb-at"));
      entry.classList.add("sb-at");
      showFrom(Number(entry.dataset.entry), null);
    });
    const step = stepping(bullets, show);

    const ask = (number) => {
      asked = Math.min(number, questions.length - 1);
      questions.forEach((question, each) => question.classList.toggle("sb-current", each === asked));
    };
    const answer = (question, value) => {
      question.querySelector(`input[value="${value}"]`).checked = true;
    };
    if (questions.length) ask(0);

    const number = (value) => () => {
      if (pending) {
        const kind = ["unsupported", "not_neutral", "turned_round"][value - 1];
        if (kind) keep({ ...pending, kind });
        pending = null;
        return;
      }
      if (!questions.length) return;
      answer(questions[asked], value);
      ask(asked + 1);
    };
    const keep = (mark) => {
      const field = form.elements.marks;
      const marks = JSON.parse(field.value || "[]");
      marks.push(mark);
      field.value = JSON.stringify(marks);
      tell(`${marks.length} marked`);
    };
    const tell = (words) => {
      document.getElementById("marked-words").textContent = words;
    };
    const mark = () => {
      const selection = document.getSelection();
      if (!form || !selection.rangeCount || selection.isCollapsed) return;
      const range = selection.getRangeAt(0);
      const inside = range.commonAncestorContainer;
      const holder = (inside.nodeType === Node.TEXT_NODE ? inside.parentElement : inside)
        .closest("[data-text], [data-message]");
      if (!holder) {
        tell("Select words of one bullet or of one entry.");
        return;
      }
      const start = unitsBefore(holder, range.startContainer, range.startOffset);
      const end = start + range.toString().length;
      if (holder.dataset.message) {
        keep({ kind: "missing", message: holder.dataset.message, start, end });
      } else {
        const from = Number(holder.dataset.text);
        pending = { start: from + start, end: from + end };
        tell("1 not supported by the diary · 2 not neutral · 3 turned round");
      }
    };
    return {
      j: () => step(1),
      k: () => step(-1),
      d: (event) => stepEntry(event.shiftKey ? -1 : 1),
      1: number(1), 2: number(2), 3: number(3), 4: number(4), 5: number(5),
      space: (event) => {
        if (!questions.length || event.target.closest("button, summary, a")) return false;
        questions.forEach((question) => answer(question, 5));
        ask(questions.length - 1);
      },
      enter: (event) => {
        if (!form || event.target.closest("a, button, summary")) return false;
        form.requestSubmit();
      },
      f: () => {
        if (form) form.elements.flag.checked = !form.elements.flag.checked;
      },
      n: () => form?.elements.note.focus(),
      u: mark,
      l: () => document.body.classList.toggle("sb-without-left-out"),
      o: () => document.body.classList.toggle("sb-only-sources"),
      escape: () => document.querySelector("[data-back]").click(),
    };
  }

  /* A second Enter would send the reading again, and be told that it was said before. */
  function sendOnce(form) {
    const commit = form.querySelector("button");
    form.addEventListener("submit", (event) => {
      if (commit.disabled) event.preventDefault();
      commit.disabled = true;
    });
    // Back to a page the browser kept: it may be sent anew.
    window.addEventListener("pageshow", () => {
      commit.disabled = false;
    });
  }

  /* Offsets count UTF-16 code units of the holder's text, whatever elements it is cut into. */
  function rangeIn(holder, start, end) {
    if (!holder) return null;
    const range = document.createRange();
    const texts = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
    let before = 0;
    let begun = false;
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const after = before + node.length;
      if (!begun && start < after) {
        range.setStart(node, start - before);
        begun = true;
      }
      if (begun && end <= after) {
        range.setEnd(node, end - before);
        return range;
      }
      before = after;
    }
    return null;
  }

  function unitsBefore(holder, node, offset) {
    const range = document.createRange();
    range.selectNodeContents(holder);
    range.setEnd(node, offset);
    return range.toString().length;
  }
});
