// Builds sisetp/web/static/vendor from the packages in package-lock.json: the part of the GOV.BR design system our pages
// use, its font (Raleway, declared under the system's name Rawline) and a sprite of the icons named in the templates.
// Output names carry a hash of their content; manifest.json maps the plain name to the hashed one. What the bulletins are
// drawn with (the outlines of the states, mapa-ufs.json, and the fonts of paper, papel/) is read by programs, not by pages.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { PurgeCSS } from "purgecss";
import { fonts } from "./fontes.mjs";
import { map } from "./mapa.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const web = resolve(here, "..");
const vendor = join(web, "static", "vendor");
const modules = join(here, "node_modules");
const FIRST_LOAD_LIMIT = 150 * 1024; // bytes, compressed: style sheets, font and sprite of a first visit

const manifest = {};

/** Write one output under a name that carries its content hash and remember it. */
function emit(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const extension = extname(name);
  const hashed = `${basename(name, extension)}.${hash}${extension}`;
  writeFileSync(join(vendor, hashed), content);
  manifest[name] = hashed;
  return hashed;
}

/** Every file of ours that can name a class or an icon. */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["assets", "vendor", "__pycache__"].includes(entry.name) ? [] : sources(path);
    return [".html", ".js", ".py"].includes(extname(entry.name)) ? [path] : [];
  });
}

/** The names in one of the lists beside this file. */
function lines(name) {
  return readFileSync(join(here, name), "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
}

function font() {
  const file = join(modules, "@fontsource-variable/raleway/files/raleway-latin-wght-normal.woff2");
  const hashed = emit("rawline.woff2", readFileSync(file));
  return `@font-face{font-family:Rawline;font-style:normal;font-weight:100 900;font-display:swap;src:url(${hashed}) format("woff2")}\n`;
}

async function designSystem(files, safelist) {
  const css = readFileSync(join(modules, "@govbr-ds/core/dist/core.min.css"), "utf8").replace(/^@charset[^;]*;/, "").replace(/\/\*#.*?\*\//g, "");
  const [purged] = await new PurgeCSS().purge({
    content: files,
    css: [{ raw: css }],
    safelist,
    variables: false,
    keyframes: true,
    fontFace: true,
    defaultExtractor: (text) => text.match(/[\w-]+(?::[\w-]+)?/g) ?? [],
  });
  return onlyUsedVariables(purged.css);
}

/** Drop custom properties that no rule reads, directly or through another one: the system declares thousands of tokens. */
function onlyUsedVariables(css) {
  const own = ["sisetp", "formularios", "ficha", "impressao"].map((name) => readFileSync(join(web, `static/css/${name}.css`), "utf8")).join("");
  for (;;) {
    const read = new Set([...(own + css).matchAll(/var\((--[\w-]+)/g)].map((match) => match[1]));
    const smaller = css.replace(/(?<=[{;])(--[\w-]+):[^;{}]*;?/g, (whole, name) => (read.has(name) ? whole : ""));
    if (smaller === css) return css;
    css = smaller;
  }
}

/** One sprite with the Font Awesome icons the templates name as icone("…"), plus those of icons.txt. */
function sprite(files) {
  const wanted = new Set(lines("icons.txt"));
  for (const file of files) {
    for (const [, name] of readFileSync(file, "utf8").matchAll(/icone\(\s*["']([\w-]+)["']/g)) wanted.add(name);
  }
  const all = readFileSync(join(modules, "@fortawesome/fontawesome-free/sprites/solid.svg"), "utf8");
  const symbols = [...wanted].sort().map((name) => {
    const found = all.match(new RegExp(`<symbol id="${name}"[\\s\\S]*?</symbol>`));
    if (!found) throw new Error(`Icon "${name}" does not exist in Font Awesome 5 solid.`);
    return found[0].replace(/\s*\n\s*/g, "");
  });
  emit("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg"><!-- Font Awesome Free 5.15.4, CC BY 4.0 -->${symbols.join("")}</svg>\n`);
}

function checkBudget() {
  const weigh = (path) => (extname(path) === ".woff2" ? readFileSync(path).length : gzipSync(readFileSync(path)).length);
  const own = ["css", "js"].flatMap((kind) => {
    const folder = join(web, "static", kind);
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)).filter((path) => extname(path)) : [];
  });
  const total = [...Object.values(manifest).map((name) => join(vendor, name)), ...own].reduce((sum, path) => sum + weigh(path), 0);
  if (total > FIRST_LOAD_LIMIT) throw new Error(`First load is ${total} bytes compressed; the limit is ${FIRST_LOAD_LIMIT}.`);
  return total;
}

rmSync(vendor, { recursive: true, force: true });
mkdirSync(vendor, { recursive: true });
const files = sources(web);
emit("govbr.css", font() + (await designSystem(files, lines("safelist.txt"))));
sprite(files);
writeFileSync(join(vendor, "mapa-ufs.json"), map(modules));
mkdirSync(join(vendor, "papel"));
for (const [name, content] of fonts(modules)) writeFileSync(join(vendor, "papel", name), content);
const total = checkBudget();
writeFileSync(join(vendor, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
console.log(`Aparência construída: ${Math.round(total / 1024)} kB comprimidos na primeira visita.`);
