import { stepwright } from "./contestants/stepwright.ts"
const s = { backend: "memory", synchronous: "normal", concurrency: 200, plan: "typed" } as const
const only = process.argv[2]
const off = await stepwright(s), on = await stepwright({ ...s, sampled: Number(process.env.S ?? 0.01) })
const cpu = async (c: typeof off, n: number) => { const b = process.cpuUsage(); await c.round(n); const u = process.cpuUsage(b); return (u.user + u.system) / n }
const list = only === "on" ? [on] : [off, on]
for (const c of list) await c.round(10000)
const r: number[][] = [[], []]
for (let i = 0; i < (only ? 20 : 12); i++) for (const [k, c] of list.entries()) r[k]!.push(await cpu(c, 4000))
const med = (a: number[]) => a.toSorted((x, y) => x - y)[a.length >> 1]
console.log(r.map((a) => [Math.min(...a).toFixed(1), med(a)?.toFixed(1)]), "ratio med", (med(r[0]!.map((x, i) => x / (r[1]![i] ?? NaN)))??0).toFixed(3))
await off.close(); await on.close()
