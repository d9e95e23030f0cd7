import type {Config} from '../config.ts';
import {UsageError} from '../errors.ts';
import type {CommandLine} from './command-line.ts';
import type {NotifyOptions, RuleOptions} from './command-options.ts';

const mostRules = 100;

/**
The rules of the config and of the command line, which replace those of their name, known to be right.

@throws UsageError
*/
export async function ruleOptions(line: CommandLine, config: Config): Promise<RuleOptions> {
	const {baseline} = line;
	if (baseline === '') {
		throw new UsageError('--baseline "" names no file: use the log of a good run');
	}
	return {alerts: await mergedRules(line.alerts, config), baseline};
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

/**
What is done live when an alert fires.

@throws UsageError
*/
export async function notifyOptions({onAlert, bell}: CommandLine, config: Config): Promise<NotifyOptions> {
	return {
		command: onAlert === undefined ? nonEmpty(config.alerts.onAlert ?? []) : await splitCommand(onAlert),
		bell: bell ?? config.alerts.bell ?? false,
	};
}

async function mergedRules(given: readonly string[], config: Config): Promise<readonly string[]> {
	const byName = new Map<string, string>();
	for (const [place, rules] of [
		[config.placeOf('alerts.rules'), config.alerts.rules ?? []],
		['--alert', given],
	] as const) {
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
	const {AlertRuleError, parseAlertRule} = await import('../query/alert-rule.ts');
	try {
		return parseAlertRule(rule);
	} catch (error) {
		throw error instanceof AlertRuleError ? new UsageError(`${place} ${rule}: ${error.reason}, column ${error.column + 1}`) : error;
	}
}

/** Words as execa splits them: at spaces; a backslash keeps one. No shell. */
async function splitCommand(text: string): Promise<NotifyOptions['command']> {
	const {parseCommandString} = await import('execa');
	const command = nonEmpty(parseCommandString(text));
	if (command === undefined) {
		throw new UsageError('--on-alert "" names no command: use a program and its arguments');
	}
	return command;
}

function nonEmpty([program, ...argv]: readonly string[]): NotifyOptions['command'] {
	return program === undefined || program === '' ? undefined : [program, ...argv];
}
