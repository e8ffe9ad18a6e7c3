"use client";
import { clsx } from "clsx";
import { X } from "lucide-react";
import * as Primitive from "radix-ui/dialog";
import { type ReactNode, useState } from "react";
import { Button, IconButton } from "./button.tsx";
import { Input } from "./input.tsx";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One or two sentences under the title. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons at the end, the one that acts last. */
  footer?: ReactNode;
  width?: "narrow" | "medium" | "wide";
}

const widths = { narrow: "sm:w-[420px]", medium: "sm:w-[560px]", wide: "sm:w-[760px]" };

export function Dialog({ open, onOpenChange, width = "narrow", ...props }: DialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Primitive.Content
          {...(props.description ? {} : { "aria-describedby": undefined })}
          className={clsx(
            "fixed inset-x-3 top-[8vh] z-40 flex max-h-[84vh] animate-appear flex-col rounded-lg border border-line bg-surface shadow-float sm:inset-x-auto sm:left-1/2 sm:-translate-x-1/2",
            widths[width],
          )}
        >
          <DialogHeader title={props.title} description={props.description} />
          {props.children && <div className="min-h-0 flex-1 overflow-y-auto px-4 py-1">{props.children}</div>}
          {props.footer && <div className="flex flex-wrap justify-end gap-2 px-4 pt-3 pb-4">{props.footer}</div>}
          <Close />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** A panel that slides in from an edge: details beside the page, or the navigation on a phone. */
export function Sheet({ open, onOpenChange, side = "right", ...props }: DialogProps & { side?: "left" | "right" }) {
  const place = side === "right" ? "right-0 w-[min(480px,100vw)] border-l" : "left-0 w-[min(264px,88vw)] border-r";
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Primitive.Content
          {...(props.description ? {} : { "aria-describedby": undefined })}
          className={clsx("fixed inset-y-0 z-40 flex animate-appear flex-col border-line bg-surface shadow-float", place)}
        >
          <DialogHeader title={props.title} description={props.description} />
          <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-4">{props.children}</div>
          {props.footer && <div className="flex justify-end gap-2 border-t px-4 py-3">{props.footer}</div>}
          <Close />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function DialogHeader(props: { title: string; description: ReactNode }) {
  return (
    <header className="px-4 pt-3.5 pr-12 pb-2">
      <Primitive.Title className="font-semibold text-title">{props.title}</Primitive.Title>
      {props.description && <Primitive.Description className="mt-0.5 text-ink-2">{props.description}</Primitive.Description>}
    </header>
  );
}

/** Last in the order of focus: an opened dialog begins at its first field or button, and Escape finds no tooltip in its way. */
function Close() {
  return (
    <div className="absolute top-3 right-3">
      <Primitive.Close asChild>
        <IconButton label="Close">
          <X className="icon" />
        </IconButton>
      </Primitive.Close>
    </div>
  );
}

export interface ConfirmDialogProps extends Pick<DialogProps, "open" | "onOpenChange" | "title"> {
  /** What goes, and what stays. */
  description: ReactNode;
  /** The verb on the button: "Delete run". */
  action: string;
  /** The name to type before the button can be pressed; absent for acts that can be undone. */
  name?: string;
  busy?: boolean;
  onConfirm: () => void;
}

/** Asks before an act that destroys something. */
export function ConfirmDialog({ action, name, busy, onConfirm, description, ...dialog }: ConfirmDialogProps) {
  const [typed, setTyped] = useState("");
  const denied = name !== undefined && typed !== name ? `Type ${name} first` : undefined;
  const footer = (
    <>
      <Button onClick={() => dialog.onOpenChange(false)}>Cancel</Button>
      <Button tone="destroy" busy={busy} denied={denied} onClick={onConfirm}>
        {action}
      </Button>
    </>
  );
  return (
    <Dialog {...dialog} description={description} footer={footer}>
      {name !== undefined && (
        // biome-ignore lint/a11y/noLabelWithoutControl: the input is another component's
        <label className="mt-1 block">
          <span className="mb-1 block text-ink-2">
            Type <strong className="font-semibold text-ink">{name}</strong> to confirm
          </span>
          <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" spellCheck={false} />
        </label>
      )}
    </Dialog>
  );
}
