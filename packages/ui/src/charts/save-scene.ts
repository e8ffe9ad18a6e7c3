import type { ChartTable } from "./chart-table.ts";
import { csvText } from "./export.ts";
import type { Palette } from "./palette.ts";
import { fileName, saveFile } from "./save.ts";
import type { Scene } from "./scene/scene.ts";
import { sceneSvg } from "./scene/scene-svg.ts";

export interface SceneFile {
  title: string;
  scene: Scene;
  palette: Palette;
}

export function saveSceneSvg({ title, scene, palette }: SceneFile): void {
  saveFile(`${fileName(title)}.svg`, new Blob([sceneSvg(scene, { title, palette })], { type: "image/svg+xml" }));
}

const fineness = 2;

/** Twice as fine as on screen, so that it stays sharp. */
export async function saveScenePng({ title, scene, palette }: SceneFile): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(sceneSvg(scene, { title, palette }))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * fineness;
  canvas.height = image.naturalHeight * fineness;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && saveFile(`${fileName(title)}.png`, blob));
}

export function saveTableCsv(title: string, { head, rows }: ChartTable): void {
  saveFile(`${fileName(title)}.csv`, new Blob([csvText([head, ...rows])], { type: "text/csv" }));
}
