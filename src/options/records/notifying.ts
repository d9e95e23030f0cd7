import {UsageError} from '../../errors.ts';
import {flagOption, listOption, textOption} from '../option.ts';

const group = 'Screen:';

export const onAlert = textOption({
	group,
	flags: '--on-alert <command>',
	help: 'command to run when an alert fires live, with the alert as JSON on its stdin',
	read: splitCommand,
});

export const onAlertCommand = listOption({
	group,
	help: 'program to run when an alert fires live, and its arguments',
	config: {key: 'alerts.onAlert', type: 'command', whenFound: 'ignored'},
});

export const bell = flagOption({
	group,
	flags: '--bell',
	help: 'ring the terminal bell when an alert fires live',
	config: {key: 'alerts.bell', type: 'flag', whenFound: 'ignored'},
	default: false,
});

/** Splits words as execa does, at spaces unless a backslash escapes them. There is no shell. */
async function splitCommand(text: string, place: string): Promise<readonly string[]> {
	const {parseCommandString} = await import('execa');
	const words = parseCommandString(text);
	if (words.length === 0 || words[0] === '') {
		throw new UsageError(`${place} "" is empty: use a program and its arguments`);
	}
	return words;
}
