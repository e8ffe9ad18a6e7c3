/** An image that a client logged under a name at a step. */
export interface LoggedImage {
  key: string;
  step: number;
  timestamp: number;
  /** The file as it was logged. */
  path: string;
  /** A smaller one of the same image, where the client made one. */
  smallPath?: string;
}

// `key%step%3%timestamp%1700000000000%uuid.png`, with `+` between the parts in later clients, and `…compressed.webp` beside it.
const name = /^(.+?)[%+]step[%+](-?\d+)[%+]timestamp[%+](\d+)[%+]([^%+]+?)([%+]compressed)?\.(?:png|jpe?g|webp|gif|bmp)$/i;

/** The images in a run's folder of images, by step; keys have their slashes back. */
export function readImages(paths: readonly string[]): LoggedImage[] {
  const found = new Map<string, { whole?: string; small?: string; key: string; step: number; timestamp: number }>();
  for (const path of paths) {
    const parts = name.exec(path.split("/").at(-1) ?? "");
    if (!parts) continue;
    const [, key = "", step, timestamp, id = "", compressed] = parts;
    const image = found.get(`${key} ${step} ${timestamp} ${id}`) ?? {
      key: key.replaceAll("#", "/"),
      step: Number(step),
      timestamp: Number(timestamp),
    };
    found.set(`${key} ${step} ${timestamp} ${id}`, { ...image, ...(compressed ? { small: path } : { whole: path }) });
  }
  const images = [...found.values()].flatMap(({ whole, small, ...image }): LoggedImage[] => {
    const path = whole ?? small;
    return path === undefined ? [] : [{ ...image, path, ...(small !== undefined && { smallPath: small }) }];
  });
  return images.sort((one, other) => one.step - other.step || one.timestamp - other.timestamp);
}

/** The last image of a name at or before a step. */
export function imageAt(images: readonly LoggedImage[], key: string, step: number): LoggedImage | undefined {
  return images.findLast((image) => image.key === key && image.step <= step);
}
