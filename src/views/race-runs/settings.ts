import * as vscode from 'vscode';
import { settingIds, settingsSection } from '../../contributions.ts';
import type { GivenServers } from '../../race/real/request.ts';

/** The servers that the user has named. What is no URL of such a server counts as none. */
export function givenServers(): GivenServers {
  const settings = vscode.workspace.getConfiguration(settingsSection);
  const redis = settings.get<unknown>(settingIds.raceLabRedisUrls);
  const postgresql = settings.get<unknown>(settingIds.raceLabPostgresqlUrl);
  return {
    redis: Array.isArray(redis) ? redis.filter((url): url is string => typeof url === 'string' && /^rediss?:\/\//.test(url)) : [],
    postgresql: typeof postgresql === 'string' && /^postgres(?:ql)?:\/\//.test(postgresql) ? postgresql : null,
  };
}

/** Calls when other servers may have been named. */
export function onDidChangeServers(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if ([settingIds.raceLabRedisUrls, settingIds.raceLabPostgresqlUrl].some((id) => event.affectsConfiguration(`${settingsSection}.${id}`))) listener();
  });
}

/** Opens the settings where servers are named. */
export async function openServerSettings(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', `${settingsSection}.${settingIds.raceLabRedisUrls} ${settingsSection}.${settingIds.raceLabPostgresqlUrl}`);
}
