"use client";
import { useId } from "react";

/** How much of the past each drawn point carries; the points themselves stay as they are in the table and the file. */
export function SmoothingSlider({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const id = useId();
  return (
    <span className="inline-flex items-center gap-2">
      <label htmlFor={id}>Smoothing</label>
      <input
        id={id}
        type="range"
        min={0}
        max={0.95}
        step={0.05}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
        className="h-6 w-24 accent-accent"
      />
      <output htmlFor={id} className="w-7 tabular-nums">
        {value === 0 ? "off" : value.toFixed(2)}
      </output>
    </span>
  );
}
