import * as vscode from 'vscode';
import { systemClock } from '../../base/clock.ts';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { viewIds } from '../../contributions.ts';
import { scheduleInOrder } from '../../race/in-order.ts';
import type { Lab } from '../../race/lab.ts';
import type { ModelVariant, RealCatalog } from '../../race/real/catalog.ts';
import { KeptResults } from '../../race/real/kept-results.ts';
import type { RealLab } from '../../race/real/lab.ts';
import type { RaceLabScreen } from '../race-lab/index.ts';
import { Catalogs } from './catalogs.ts';
import { Comparison } from './comparison.ts';
import type { PageHost } from './page-host.ts';
import { RunsPanel } from './panel.ts';
import { givenServers, onDidChangeServers } from './settings.ts';

/** The screen of the measured runs, for commands and tests. */
export interface RaceRunsScreen extends vscode.Disposable {
  /** Opens the tab. @param modelScenario of the model, whose real run is to be chosen where there is one */
  show(modelScenario?: string): void;
  /** The page that is open, or null. */
  readonly page: Pick<PageHost, 'isReady' | 'failures'> | null;
  /** Names of the model's scenarios that have a real run. @throws RealRunError */
  measured(): Promise<readonly string[]>;
  readonly comparison: Pick<Comparison, 'state' | 'measure' | 'cancel'>;
}

export interface RaceRunsInput {
  readonly lab: RealLab;
  readonly context: Pick<vscode.ExtensionContext, 'extensionUri'>;
  /** Where the same protocols are explored, and the screen that shows them. */
  readonly modelLab: Pick<Lab, 'trace' | 'further'>;
  readonly screen: Pick<RaceLabScreen, 'show'>;
  /** Absolute path of the user's state folder, where results are kept. */
  readonly stateFolder: string;
  /** Has a folder outside of the workspace looked at. */
  readonly lookAt: (folder: string) => Disposable;
}

/** Registers the tab of the measured runs. The caller owns it, and the lab. */
export function registerRaceRuns({ lab, modelLab, context, screen, stateFolder, lookAt }: RaceRunsInput): RaceRunsScreen {
  const owned = new DisposableStore();
  const kept = new KeptResults(stateFolder);
  const comparison: Comparison = owned.add(
    new Comparison({
      lab,
      servers: givenServers,
      lookAt,
      clock: systemClock,
      keep: async (results) => {
        const { id } = await kept.keep(results);
        panel.host?.earlierChanged();
        return id;
      },
      tell: (message) => panel.host?.post(message),
    }),
  );
  const catalogs = new Catalogs(lab, givenServers);
  const showModel = async (model: ModelVariant, order: readonly number[] | null): Promise<void> => {
    const variant = { file: null, ...model };
    screen.show(variant, order === null ? undefined : ((await scheduleInOrder(modelLab, variant, order)) ?? undefined));
  };
  const panel: RunsPanel = owned.add(new RunsPanel({ extensionUri: context.extensionUri, catalogs, comparison, kept, showModel }));
  owned.add(
    onDidChangeServers(() => {
      catalogs.forget();
      panel.host?.catalogChanged();
    }),
  );
  owned.add(vscode.window.registerWebviewPanelSerializer(viewIds.raceRuns, { deserializeWebviewPanel: async (restored) => void panel.fill(restored) }));
  return {
    show: (modelScenario) => {
      const host = panel.show();
      if (modelScenario !== undefined) host.choose(modelScenario);
    },
    get page() {
      return panel.host;
    },
    measured: async () => modelsIn(await catalogs.get()),
    comparison,
    dispose: () => owned.dispose(),
  };
}

function modelsIn({ scenarios }: RealCatalog): readonly string[] {
  return [...new Set(scenarios.flatMap(({ strategies }) => strategies.flatMap(({ model }) => (model === null ? [] : [model.scenario]))))];
}
