// The bot's name on Telegram, for deep links.
import type { ServiceConfig } from '../src/config.ts';

/** Undefined where there is no bot, or Telegram cannot be reached: the code alone is enough then. */
export async function telegramName(config: ServiceConfig): Promise<string | undefined> {
  if (config.telegram === undefined) return undefined;
  try {
    const response = await fetch(`${config.telegram.apiRoot}/bot${config.telegram.token}/getMe`, {
      signal: AbortSignal.timeout(5_000),
    });
    const answer = (await response.json()) as { result?: { username?: string } };
    return answer.result?.username;
  } catch {
    return undefined;
  }
}
