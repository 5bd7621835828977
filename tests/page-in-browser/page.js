// Looks at the page as a reader would, and returns what is wrong with it, a line each.
(() => {
  const wrong = [];
  const root = document.documentElement;
  const what = (element) => {
    const text = element.textContent.trim().replace(/\s+/g, " ").slice(0, 50);
    const name = element.tagName.toLowerCase() + (element.id ? "#" + element.id : "");
    return `<${name} class="${element.getAttribute("class") || ""}"> ${text}`;
  };

  // Nothing scrolls sideways but what says so.
  const over = root.scrollWidth - root.clientWidth;
  if (over > 0) wrong.push(`the page is ${over} pixels too wide`);
  const scrolls = (element) => element && (element.matches(".wide, pre, nav ul") || scrolls(element.parentElement));
  const clipped = (element) => element && (getComputedStyle(element).overflowX === "hidden" || clipped(element.parentElement));
  for (const element of document.querySelectorAll("body *")) {
    const box = element.getBoundingClientRect();
    if (box.width && box.right > root.clientWidth + 1 && !scrolls(element) && !clipped(element)
        && !element.closest("svg, .skip")) {
      wrong.push(`reaches past the edge: ${what(element)}`);
    }
  }

  // Text has contrast: 4.5 to 1, or 3 to 1 when large (WCAG AA).
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colour = (text) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return { rgb: [red, green, blue], alpha: alpha / 255 };
  };
  const mix = (over, under, alpha) => over.map((part, index) => part * alpha + under[index] * (1 - alpha));
  const behind = (element) => {
    if (!element) return [255, 255, 255];
    const { rgb, alpha } = colour(getComputedStyle(element).backgroundColor);
    return alpha === 1 ? rgb : mix(rgb, behind(element.parentElement), alpha);
  };
  const light = (rgb) => {
    const [red, green, blue] = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((left, right) => left - right);
    return (bright + 0.05) / (dark + 0.05);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  let checked = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || seen.has(element) || element.closest("script, style, title, desc")) continue;
    seen.add(element);
    const style = getComputedStyle(element);
    if (!element.checkVisibility() || style.visibility !== "visible") continue;
    checked += 1;
    const drawn = element.closest("svg");
    const { rgb, alpha } = colour(drawn ? style.fill : style.color);
    // Letters on the map stand on a halo of their own.
    const ground = drawn ? colour(style.stroke).rgb : element.closest(".beside") && element.closest(".bar")
      ? behind(element.closest("td")) : behind(element);
    const steps = element.closest(".bar:not(.beside)")?.querySelectorAll(".step") ?? [];
    const grounds = [ground, ...[...steps].map((step) => colour(getComputedStyle(step).backgroundColor).rgb)];
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    for (const under of grounds) {
      const ratio = contrast(mix(rgb, under, alpha), under);
      if (ratio < (large ? 3 : 4.5)) wrong.push(`contrast ${ratio.toFixed(2)}: ${what(element)}`);
    }
  }
  if (checked < 50) wrong.push(`only ${checked} texts could be read`);

  // Every way on the page leads somewhere, and no name is given twice.
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of ids) if (ids.filter((other) => other === id).length > 1) wrong.push(`two elements are called ${id}`);
  for (const link of document.querySelectorAll("a[href^='#'], use[href^='#']")) {
    if (!document.getElementById(link.getAttribute("href").slice(1))) wrong.push(`leads nowhere: ${what(link)} ${link.getAttribute("href")}`);
  }
  for (const attribute of ["aria-labelledby", "aria-describedby", "for"]) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of element.getAttribute(attribute).split(/\s+/)) {
        if (!document.getElementById(id)) wrong.push(`${attribute} names ${id}, which is not there`);
      }
    }
  }

  // Headings go down one step at a time, and there is one at the top.
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  let level = 0;
  for (const heading of headings) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) wrong.push(`a heading of level ${next} follows one of level ${level}: ${what(heading)}`);
    level = next;
  }
  if (headings.filter((heading) => heading.tagName === "H1").length !== 1) wrong.push("the page needs one heading of level 1");

  // A keyboard reaches everything that scrolls or acts, and sees where it is.
  for (const element of document.querySelectorAll(".wide, pre, a[href], summary, button, input")) {
    if (element.closest(".skip, [hidden]") || !element.checkVisibility()) continue;
    if (element.tabIndex < 0) wrong.push(`no keyboard reaches ${what(element)}`);
  }
  const first = document.querySelector("summary");
  first.focus({ focusVisible: true });
  if (getComputedStyle(first).outlineStyle === "none") wrong.push("the focus is not shown");
  first.blur();

  return [...new Set(wrong)].slice(0, 40);
})()
