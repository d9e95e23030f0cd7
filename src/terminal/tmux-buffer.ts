import {spawn} from 'node:child_process';

/**
Puts a text into tmux's buffer and, if tmux can, on the clipboard of the outer terminal. By default, tmux ignores OSC 52
from programs inside it, but accepts its own command.

Does nothing without tmux, or with an old one.
*/
export function copyToTmux(text: string): void {
	const child = spawn('tmux', ['load-buffer', '-w', '-'], {stdio: ['pipe', 'ignore', 'ignore']});
	const ignore = () => undefined;
	child.on('error', ignore);
	child.stdin.on('error', ignore);
	child.stdin.end(text);
}
