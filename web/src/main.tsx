// Where the console begins.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { Problem } from "./api/problem";
import { App } from "./app/App";
import "./style.css";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: "always",
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      retry: (_, error) => error instanceof Problem && error.status === 0, // away: until it is back
      retryDelay: 2_000,
    },
    mutations: { networkMode: "always", retry: false },
  },
});

createRoot(document.getElementById("root")!).render(
  <QueryClientProvider client={client}>
    <App />
  </QueryClientProvider>,
);
