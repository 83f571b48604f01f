import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { viewIds } from '../../contributions.ts';
import type { Lab, VariantId } from '../../race/lab.ts';
import type { Measuring, PageHost } from './page-host.ts';
import { LabPanel } from './panel.ts';
import { registerSourcePages } from './source-page.ts';
import { registerTextPages } from './text-page.ts';

/** The screen of the race lab, for commands, the tree and tests. */
export interface RaceLabScreen extends vscode.Disposable {
  /**
   * Opens the tab.
   * @param variant to be shown and explored; without, what was shown last
   * @param schedule of a run of the variant, to be shown instead of exploring it
   */
  show(variant?: VariantId, schedule?: string): void;
  /** The page that is open, or null. */
  readonly page: Pick<PageHost, 'isReady' | 'failures'> | null;
}

export interface RaceLabInput {
  readonly lab: Lab;
  readonly context: Pick<vscode.ExtensionContext, 'extensionUri'>;
  readonly measuring: Measuring;
}

/** Registers the tab of the race lab and its text twin. The caller owns them, and the lab. */
export function registerRaceLab({ lab, context, measuring }: RaceLabInput): RaceLabScreen {
  const owned = new DisposableStore();
  const texts = owned.add(registerTextPages(lab));
  const sources = owned.add(registerSourcePages(lab));
  const panel = owned.add(new LabPanel({ extensionUri: context.extensionUri, lab, openAsText: (request) => texts.show(request), openPlace: (place) => sources.open(place), measuring }));
  owned.add(vscode.window.registerWebviewPanelSerializer(viewIds.raceLab, { deserializeWebviewPanel: async (restored) => void panel.fill(restored) }));
  return {
    show: (variant, schedule) => {
      const host = panel.show();
      if (variant !== undefined) host.choose(variant, schedule);
    },
    get page() {
      return panel.host;
    },
    dispose: () => owned.dispose(),
  };
}
