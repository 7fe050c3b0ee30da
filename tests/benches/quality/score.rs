//! What a page of results is worth: recall, the reciprocal rank of the first right answer, and discounted gain
//! (Järvelin and Kekäläinen, 2002) with a gain of one for each right answer.

use std::collections::BTreeSet;
use std::fmt;

#[derive(Clone, Copy, Default)]
pub struct Figures {
    pub recall: f64,
    pub mrr: f64,
    pub ndcg: f64,
}

impl Figures {
    pub fn of(found: &[String], right: &BTreeSet<String>, depth: usize) -> Figures {
        let most = right.len().min(depth);
        let hits: Vec<usize> = found
            .iter()
            .take(depth)
            .enumerate()
            .filter(|(_, id)| right.contains(*id))
            .map(|(rank, _)| rank)
            .collect();
        let gain = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
        let ideal: f64 = (0..most).map(gain).sum();
        Figures {
            recall: hits.len().min(most) as f64 / most as f64,
            mrr: hits.first().map_or(0.0, |rank| 1.0 / (*rank as f64 + 1.0)),
            // Of a text with several gold answers more may be found than one page can ideally hold.
            ndcg: (hits.iter().map(|rank| gain(*rank)).sum::<f64>() / ideal).min(1.0),
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3} {:.3} {:.4}", self.recall, self.mrr, self.ndcg)
    }
}

#[derive(Default)]
pub struct Sum {
    count: usize,
    figures: Figures,
}

impl Sum {
    pub fn add(&mut self, one: Figures) {
        self.count += 1;
        self.figures.recall += one.recall;
        self.figures.mrr += one.mrr;
        self.figures.ndcg += one.ndcg;
    }

    pub fn count(&self) -> usize {
        self.count
    }

    pub fn mean(&self) -> Figures {
        let count = self.count.max(1) as f64;
        let Figures { recall, mrr, ndcg } = self.figures;
        Figures { recall: recall / count, mrr: mrr / count, ndcg: ndcg / count }
    }
}
