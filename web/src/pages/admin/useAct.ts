// An act of administration: sent once, told about, and what it changed asked anew.
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import { sentenceOf } from "../../api/problem";

export function useAct(...changed: string[]) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  /** True when it was done; the sentence of a refusal is kept otherwise. */
  const act = async (work: () => Promise<unknown>, told: string): Promise<boolean> => {
    setIsBusy(true);
    setRefusal("");
    try {
      await work();
      void message.success(told);
      for (const name of changed) await client.invalidateQueries({ queryKey: [name] });
      return true;
    } catch (error) {
      setRefusal(sentenceOf(error));
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  return { act, isBusy, refusal, forget: () => setRefusal("") };
}
