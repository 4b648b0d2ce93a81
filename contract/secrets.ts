/** The secret that holds the app's own token for GitHub. No catalog can name it: its names have no hyphen. */
export const githubTokenSecret = 'github-token';
