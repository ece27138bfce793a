/** Whether the person last pressed a key or used a pointer; null before either. */
let last: 'key' | 'pointer' | null = null;

/** Says whether what happens now was done by keyboard. */
export function isByKeyboard(): boolean {
  return last === 'key';
}

/** Takes note of keys and pointers until the function it gives is called. */
export function watchInput(): () => void {
  const onKey = () => {
    last = 'key';
  };
  const onPointer = () => {
    last = 'pointer';
  };
  document.addEventListener('keydown', onKey, { capture: true });
  document.addEventListener('pointerdown', onPointer, { capture: true });
  return () => {
    document.removeEventListener('keydown', onKey, { capture: true });
    document.removeEventListener('pointerdown', onPointer, { capture: true });
  };
}
