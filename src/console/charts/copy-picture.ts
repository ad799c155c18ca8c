/** So many pixels of a file for one of the page. */
const sharpness = 2;
const margin = 16;
const heading = 28;

interface StandaloneSvg {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** A part of the page as an SVG that stands alone, under its name: the page's style sheets, colours and language go along. */
function standaloneSvg(element: HTMLElement, name: string): StandaloneSvg {
  const { width, height } = element.getBoundingClientRect();
  const clone = element.cloneNode(true) as HTMLElement;
  for (const each of clone.querySelectorAll('[data-screen-only]')) each.remove();
  const size = { width: Math.ceil(width) + 2 * margin, height: Math.ceil(height) + heading + 2 * margin };
  const page = document.createElement('div');
  page.style.cssText = `box-sizing:border-box;width:${size.width}px;height:${size.height}px;padding:${margin}px;font:13px/20px var(--font);color:var(--text);background:var(--surface);font-variant-numeric:tabular-nums`;
  const title = document.createElement('h2');
  title.style.height = `${heading}px`;
  title.textContent = name;
  page.append(title, clone);
  const { lang, dataset } = document.documentElement;
  const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join('\n');
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" lang="${lang}" data-theme="${dataset.theme}" data-tones="${dataset.tones}"><style><![CDATA[${rules}]]></style><foreignObject width="100%" height="100%">${new XMLSerializer().serializeToString(page)}</foreignObject></svg>`;
  return { text, ...size };
}

/** The same as PNG. Errors: where the browser lets no part of a page be drawn. */
async function pngOf({ text, width, height }: StandaloneSvg): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * sharpness;
  canvas.height = height * sharpness;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture came of it'))), 'image/png'),
  );
}

/** Puts a part of the page into the clipboard as a picture; where that is refused it becomes a file. */
export async function copyPicture(element: HTMLElement, name: string): Promise<'copied' | 'saved'> {
  const svg = standaloneSvg(element, name);
  try {
    // The clipboard is asked at the touch itself: some browsers allow it then only.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(svg) })]);
    return 'copied';
  } catch {
    const png = await pngOf(svg).catch(() => null);
    if (png) save(png, `${name}.png`);
    else save(new Blob([svg.text], { type: 'image/svg+xml' }), `${name}.svg`);
    return 'saved';
  }
}

function save(blob: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(link.href);
}
