import {UsageError} from '../../errors.ts';
import {flagOption, listOption, textOption} from '../option.ts';

const group = 'The screen:';

export const onAlert = textOption({
	group,
	flags: '--on-alert <command>',
	help: 'run this when an alert fires live, with the alert as JSON on its stdin',
	read: splitCommand,
});

export const onAlertCommand = listOption({
	group,
	help: 'the program to run when an alert fires live, and its arguments',
	config: {key: 'alerts.onAlert', type: 'command', whenFound: 'ignored'},
});

export const bell = flagOption({
	group,
	flags: '--bell',
	help: 'ring the terminal when an alert fires live',
	config: {key: 'alerts.bell', type: 'flag', whenFound: 'ignored'},
	default: false,
});

/** Words as execa splits them: at spaces; a backslash keeps one. No shell. */
async function splitCommand(text: string, place: string): Promise<readonly string[]> {
	const {parseCommandString} = await import('execa');
	const words = parseCommandString(text);
	if (words.length === 0 || words[0] === '') {
		throw new UsageError(`${place} "" names no command: use a program and its arguments`);
	}
	return words;
}
