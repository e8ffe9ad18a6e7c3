"use client";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { usePalette } from "./palette.ts";
import { useQueued } from "./queued.ts";
import { paintScene } from "./scene/paint.ts";
import type { Scene } from "./scene/scene.ts";

export interface Size {
  width: number;
  height: number;
}

export interface SceneCanvasProps<Drawing extends { scene: Scene }> {
  /** Keeps its identity while it would draw the same. */
  draw: (size: Size) => Drawing;
  height: number;
  /** What lies over the drawing and reacts to the pointer. */
  children?: (drawing: Drawing) => ReactNode;
}

/** A drawing as wide as the place it has, painted again for a new size, theme or content. */
export function SceneCanvas<Drawing extends { scene: Scene }>({ draw, height, children }: SceneCanvasProps<Drawing>) {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(place);
  const palette = usePalette();
  const drawing = useQueued(useCallback(() => (width > 0 ? draw({ width, height }) : undefined), [draw, width, height]));
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!(context && drawing)) return;
    const scale = devicePixelRatio;
    const { scene } = drawing;
    context.canvas.width = Math.round(scene.width * scale);
    context.canvas.height = Math.round(scene.height * scale);
    paintScene(context, scene, { palette, scale });
  }, [drawing, palette]);
  return (
    <div ref={place} className="relative min-w-0" style={{ height }}>
      <canvas ref={canvas} className="absolute inset-0 block size-full" data-drawn={drawing ? "" : undefined} />
      {drawing && children?.(drawing)}
    </div>
  );
}

function useWidth(place: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return width;
}
