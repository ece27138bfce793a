'use client';

import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCircleHalf2, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import menu from '#components/ui/menu.module.css';

const CHOICES = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
] as const;

/** Light, dark or as the system; the browser remembers it. */
export function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [isMounted, setIsMounted] = useState(false);
  // What the browser remembers is unknown while the server renders.
  useEffect(() => setIsMounted(true), []);

  return (
    <Menu position="bottom-end" classNames={menu} offset={4} transitionProps={{ duration: 100 }}>
      <Menu.Target>
        <Button kind="quiet" isSquare aria-label="Theme" title="Theme">
          <IconCircleHalf2 size={17} stroke={1.6} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {CHOICES.map(({ value, label, icon: ChoiceIcon }) => (
          <Menu.Item
            key={value}
            leftSection={<ChoiceIcon size={16} stroke={1.6} />}
            aria-current={isMounted && colorScheme === value ? 'true' : undefined}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
