import type {Config} from '../config/load-config.ts';
import {UsageError} from '../errors.ts';
import type {NotifyOptions, RuleOptions} from './command-options.ts';
import type {Values} from './read-values.ts';

const mostRules = 100;

/**
The rules of the config and of the command line, which replace those of their name, known to be right.

@throws UsageError
*/
export async function ruleOptions(given: Values, configured: Values, {placeOf}: Pick<Config, 'placeOf'>): Promise<RuleOptions> {
	const alerts = await mergedRules([
		[placeOf('alerts.rules'), configured.alerts ?? []],
		['--alert', given.alerts ?? []],
	]);
	return {alerts, baseline: given.baseline};
}

/** @throws UsageError */
export async function checkOptions(checks: readonly string[]): Promise<readonly string[]> {
	for (const check of checks) {
		const {groupOf} = await readRule('--check', check);
		if (groupOf !== undefined) {
			throw new UsageError(`--check ${check}: \`by\` is for alerts (a check has one value: use where, once for each)`);
		}
	}
	return checks;
}

/** What is done live when an alert fires. */
export function notifyOptions(given: Values, configured: Values): NotifyOptions {
	const [program, ...argv] = given.onAlert ?? configured.onAlertCommand ?? [];
	return {command: program === undefined ? undefined : [program, ...argv], bell: given.bell ?? configured.bell ?? false};
}

async function mergedRules(said: ReadonlyArray<readonly [place: string, rules: readonly string[]]>): Promise<readonly string[]> {
	const byName = new Map<string, string>();
	for (const [place, rules] of said) {
		const names = new Set<string>();
		for (const rule of rules) {
			const {name} = await readRule(place, rule);
			if (names.has(name)) {
				throw new UsageError(`${place} ${rule}: there are two rules ${name} (give one of them another name)`);
			}
			names.add(name);
			byName.set(name, rule);
		}
	}
	if (byName.size > mostRules) {
		throw new UsageError(`there are ${byName.size} alert rules, and ${mostRules} at most (one rule with \`by\` may be many)`);
	}
	return [...byName.values()];
}

async function readRule(place: string, rule: string) {
	const {AlertRuleError, parseAlertRule} = await import('../query/alerts/alert-rule.ts');
	try {
		return parseAlertRule(rule);
	} catch (error) {
		throw error instanceof AlertRuleError ? new UsageError(`${place} ${rule}: ${error.reason}, column ${error.column + 1}`) : error;
	}
}
