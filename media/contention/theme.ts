/** What the timeline is drawn with: nothing but the colours of the user's theme. */
export interface Theme {
  readonly isHighContrast: boolean;
  readonly foreground: string;
  readonly description: string;
  readonly background: string;
  readonly border: string;
  readonly hold: string;
  readonly wait: string;
  readonly waiters: string;
  readonly now: string;
  readonly selection: string;
  readonly rowSelection: string;
  readonly font: string;
}

/** The theme as it is now. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const colour = (...names: readonly string[]): string => names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim()).find((value) => value !== '') ?? style.color;
  const isHighContrast = document.body.classList.contains('vscode-high-contrast') || document.body.classList.contains('vscode-high-contrast-light');
  const foreground = colour('foreground');
  return {
    isHighContrast,
    foreground,
    description: isHighContrast ? foreground : colour('descriptionForeground'),
    background: colour('editor-background'),
    border: colour('contrastBorder', 'widget-border', 'panel-border'),
    hold: isHighContrast ? foreground : colour('charts-blue'),
    wait: isHighContrast ? colour('contrastActiveBorder') : colour('charts-yellow', 'charts-orange'),
    waiters: isHighContrast ? colour('contrastActiveBorder') : colour('charts-yellow', 'charts-orange'),
    now: colour('charts-red', 'errorForeground'),
    selection: colour('focusBorder'),
    rowSelection: isHighContrast ? 'transparent' : colour('list-inactiveSelectionBackground'),
    font: `${style.getPropertyValue('--vscode-font-size') || '13px'} ${style.getPropertyValue('--vscode-font-family') || 'sans-serif'}`,
  };
}

/** Calls when the user's theme has changed. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}
