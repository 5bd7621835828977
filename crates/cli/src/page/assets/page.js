// Folding and filtering; the page is whole without it.
(() => {
  const all = (what) => document.querySelectorAll(what);
  const tools = document.querySelector(".tools");
  tools.hidden = false;

  const show = () => {
    const target = document.getElementById(location.hash.slice(1));
    const fold = target && (target.closest("details") || target.querySelector("details"));
    if (fold) fold.open = true;
  };
  addEventListener("hashchange", show);
  show();

  for (const button of all("[data-open]")) {
    button.addEventListener("click", () => {
      for (const fold of all("main details")) fold.open = button.dataset.open === "true";
    });
  }

  const said = document.getElementById("filtered");
  document.getElementById("filter").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = [...all("[data-filter]")];
    const kept = rows.filter((row) => {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      return !row.hidden;
    });
    said.textContent = words.length ? `${kept.length} of ${rows.length} lines` : "";
  });
})();
