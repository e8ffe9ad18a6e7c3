"use client";
import { Check, CircleAlert, X } from "lucide-react";
import * as Primitive from "radix-ui/toast";
import { Button, IconButton } from "./button.tsx";
import { dismissToast, type ToastMessage, useToasts } from "./toast.tsx";

/** Draws the messages that `toast` sends. */
export function Toaster() {
  const items = useToasts();
  return (
    <Primitive.Provider label="Message" swipeDirection="right">
      {items.map((item) => (
        <Primitive.Root
          key={item.id}
          duration={item.tone === "bad" ? 12_000 : 6_000}
          onOpenChange={(open) => !open && dismissToast(item.id)}
          className="flex animate-appear items-center gap-2.5 rounded-lg border bg-surface py-2 pr-1.5 pl-3 shadow-float"
        >
          <ToastSign tone={item.tone} />
          <div className="min-w-0 flex-1">
            <Primitive.Title className="font-medium">{item.title}</Primitive.Title>
            {item.detail && <Primitive.Description className="text-ink-2 text-small">{item.detail}</Primitive.Description>}
          </div>
          <Primitive.Action altText={item.action.label} asChild>
            <Button size="small" onClick={item.action.onAct}>
              {item.action.label}
            </Button>
          </Primitive.Action>
          <Primitive.Close asChild>
            <IconButton label="Dismiss" size="small">
              <X className="icon-small" />
            </IconButton>
          </Primitive.Close>
        </Primitive.Root>
      ))}
      <Primitive.Viewport
        label="Messages ({hotkey})"
        className="fixed right-3 bottom-3 z-50 flex w-[min(400px,calc(100vw-24px))] flex-col gap-2 outline-none"
      />
    </Primitive.Provider>
  );
}

function ToastSign(props: { tone: ToastMessage["tone"] }) {
  return props.tone === "good" ? (
    <Check className="icon text-good" aria-hidden="true" />
  ) : (
    <CircleAlert className="icon text-bad" aria-hidden="true" />
  );
}
