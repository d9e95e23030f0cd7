import type {Config} from '../config/load-config.ts';
import {UsageError} from '../errors.ts';
import type {NotifyOptions, RuleOptions} from './command-options.ts';
import type {Values} from './read-values.ts';

const mostRules = 100;

/**
The checked rules of the config and the command line. A rule on the command line replaces the config's rule of the same
name.

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
			throw new UsageError(`--check ${check}: \`by\` is for alerts (a check has a single value: use one --check with where per group)`);
		}
	}
	return checks;
}

/** What to do when an alert fires live. */
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
				throw new UsageError(`${place} ${rule}: two rules are named ${name} (rename one)`);
			}
			names.add(name);
			byName.set(name, rule);
		}
	}
	if (byName.size > mostRules) {
		throw new UsageError(`${byName.size} alert rules: the limit is ${mostRules} (one rule with \`by\` can cover many groups)`);
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
