'use client';

import { useMantineColorScheme } from '@mantine/core';
import { IconCircleHalf2, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { Dropdown } from '#components/ui/dropdown.tsx';

/** What can be chosen. */
export const THEMES = [
  { value: 'light', label: 'Light', icon: <IconSun size={16} stroke={1.6} /> },
  { value: 'dark', label: 'Dark', icon: <IconMoon size={16} stroke={1.6} /> },
  { value: 'auto', label: 'As the system', icon: <IconDeviceDesktop size={16} stroke={1.6} /> },
] as const;

/** Light, dark or as the system; the browser remembers it. */
export function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Dropdown
      kind="quiet"
      isSquare
      aria-label="Theme"
      title="Theme"
      position="bottom-end"
      button={<IconCircleHalf2 size={17} stroke={1.6} />}
      choices={THEMES.map(({ value, label, icon }) => ({
        label,
        icon,
        isCurrent: colorScheme === value,
        onPick: () => setColorScheme(value),
      }))}
    />
  );
}
