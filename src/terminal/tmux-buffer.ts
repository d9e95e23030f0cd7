import {spawn} from 'node:child_process';

/**
Puts a text into tmux's buffer and, as far as tmux can, on to the clipboard of the terminal outside. As tmux comes, it takes OSC 52 from no program within it; its own command it takes from all.

Where there is no tmux, or an old one, nothing happens.
*/
export function copyToTmux(text: string): void {
	const child = spawn('tmux', ['load-buffer', '-w', '-'], {stdio: ['pipe', 'ignore', 'ignore']});
	const ignore = () => undefined;
	child.on('error', ignore);
	child.stdin.on('error', ignore);
	child.stdin.end(text);
}
