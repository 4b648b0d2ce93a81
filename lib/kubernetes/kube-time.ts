/** A time as Kubernetes writes it: to the second. */
export function kubeTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
